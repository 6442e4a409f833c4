import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';

describe('searchCompanies', () => {
  const contract = openContract();

  test('a search text returns the names that contain it, in any case', async () => {
    const { results } = await contract.truework.companies.search({ q: 'WIDGETS' });
    expect(results.map(({ name }) => name)).toEqual([
      'Example Widgets LLC',
      'International Widgets of Example',
    ]);
    // Nor is a part of a domain, or an id, a part of a name.
    for (const q of ['no such company', 'bank.example', '5'])
      expect((await contract.truework.companies.search({ q })).count, q).toBe(0);
  });

  test('a limit of zero is not a limit', async () => {
    expect(await contract.truework.companies.search({ limit: 0 })).toEqual(
      await contract.truework.companies.search(),
    );
  });

  rejections(contract, (truework) => truework.companies.search(), '/companies/', 'GET');
});
