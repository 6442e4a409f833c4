import { ConfigurationError, ValidationError } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
import { testKey } from '../../src/system-under-test.ts';
import { thrownBy } from '../../src/thrown-by.ts';
import { inputWithoutCompany } from '../../src/verification-inputs.ts';

describe('listVerifications', () => {
  const contract = openContract();

  async function createVerifications(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let created = 0; created < count; created += 1) {
      ids.push((await contract.truework.verifications.create(inputWithoutCompany)).id);
    }
    return ids;
  }

  test('an account without verifications has an empty page', async () => {
    expect(await contract.truework.verifications.list()).toEqual({
      count: 0,
      next: null,
      previous: null,
      results: [],
    });
  });

  test('verifications come newest first, as getVerification shows them', async () => {
    const ids = await createVerifications(3);
    const { results } = await contract.truework.verifications.list();
    expect(results.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(results[0]).toEqual(await contract.truework.verifications.get(ids[2] ?? ''));
  });

  test('a page has 25 items unless limit says otherwise, and counts all', async () => {
    await createVerifications(30);
    const first = await contract.truework.verifications.list();
    expect(first.results).toHaveLength(25);
    expect(first.count).toBe(30);
    expect((await contract.truework.verifications.list({ limit: 4 })).results).toHaveLength(4);
  });

  test('next and previous lead through every verification once, and back', async () => {
    const ids = await createVerifications(5);
    const seen: string[] = [];
    let page = await contract.truework.verifications.list({ limit: 2 });
    expect(page.previous).toBeNull();
    // There are three pages; one that leads to itself must not go on for ever.
    for (let pages = 0; pages < 9; pages += 1) {
      seen.push(...page.results.map(({ id }) => id));
      if (!page.next) break;
      const { pathname, search } = new URL(page.next);
      page = await (await contract.send(pathname + search)).json();
    }
    expect(seen).toEqual(ids.toReversed());
    const back = new URL(page.previous ?? '').searchParams;
    expect([back.get('limit'), back.get('offset')]).toEqual(['2', '2']);
  });

  test('state filters by one state; empty returns all', async () => {
    const [oldest] = await createVerifications(1);
    contract.advance(60_000);
    await createVerifications(2);
    const completed = await contract.truework.verifications.list({ state: 'completed' });
    expect(completed.results.map(({ id }) => id)).toEqual([oldest]);
    expect(completed.count).toBe(1);
    expect((await contract.truework.verifications.list({ state: '' })).count).toBe(3);
  });

  test('an account sees only its own verifications', async () => {
    await createVerifications(1);
    expect((await contract.clientWith({ token: `${testKey}1` }).verifications.list()).count).toBe(0);
  });

  test.for(['limit=0', 'offset=-1', 'limit=1.5'])(
    '%s is rejected, and the client does not send it',
    async (query) => {
      const response = await contract.send(`/verification-requests/?${query}`);
      expect(response.status).toBe(400);
      const [name = '', value] = query.split('=');
      const { error } = (await response.json()) as { error: { invalid_fields: object } };
      expect(Object.keys(error.invalid_fields)).toEqual([name]);
      const call = contract.truework.verifications.list({ [name]: Number(value) });
      expect((await thrownBy(call, ConfigurationError)).message).toContain(name);
    },
  );

  test.for([{ limit: 101 }, { state: 'open' }])('%j is rejected', async (query) => {
    const error = await thrownBy(
      contract.truework.verifications.list(query as { limit: number }),
      ValidationError,
    );
    expect(contract.takeRequestFindings()).not.toEqual([]);
    expect(Object.keys(error.invalidFields)).toEqual(Object.keys(query));
  });

  rejections(contract, (truework) => truework.verifications.list(), '/verification-requests/', 'GET');
});
