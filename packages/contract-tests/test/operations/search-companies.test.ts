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

  test('next leads through all of them once, and keeps the search text', async () => {
    const all = await contract.truework.companies.search({ q: 'example' });
    const seen: string[] = [];
    let page = await contract.truework.companies.search({ q: 'example', limit: 2 });
    for (let pages = 0; pages < 9; pages += 1) {
      seen.push(...page.results.map(({ id }) => id));
      if (!page.next) break;
      const { pathname, search } = new URL(page.next);
      page = await (await contract.send(pathname + search)).json();
    }
    expect(seen).toEqual(all.results.map(({ id }) => id));
    expect(new URL(page.previous ?? '').searchParams.get('q')).toBe('example');
  });

  test('a limit of zero is not a limit', async () => {
    expect(await contract.truework.companies.search({ limit: 0 })).toEqual(
      await contract.truework.companies.search(),
    );
  });

  rejections(contract, (truework) => truework.companies.search(), '/companies/', 'GET');
});
