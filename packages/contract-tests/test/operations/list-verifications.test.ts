import { ConfigurationError } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { openContract } from '../../src/contract.ts';
import { rejections } from '../../src/error-responses.ts';
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

  test('no limit and no offset is rejected: each counts as one that is possible, or as absent', async () => {
    const ids = (await createVerifications(101)).toReversed();
    for (const [query, limit, offset] of [
      ['', 25, 0],
      ['limit=0', 25, 0],
      ['limit=-1', 25, 0],
      ['limit=1.5', 25, 0],
      ['limit=many', 25, 0],
      ['limit=', 25, 0],
      ['limit=%20%2B1_0', 10, 0],
      ['limit=101', 100, 0],
      ['limit=2&offset=-1', 2, 0],
      ['limit=2&offset=many', 2, 0],
      ['limit=2&offset=99999999999999999999', 2, 101],
    ] as const) {
      const page = await (await contract.send(`/verification-requests/?${query}`)).json();
      const listed = page.results.map(({ id }: { id: string }) => id);
      expect(listed, query).toEqual(ids.slice(offset, offset + limit));
      expect(new URL(page.next ?? page.previous).searchParams.get('limit'), query).toBe(String(limit));
    }
    for (const query of [{ limit: 0 }, { limit: -1 }, { limit: 101 }, { offset: -1 }]) {
      const seen: string[] = [];
      for await (const { id } of contract.truework.verifications.list(query)) seen.push(id);
      expect(seen, JSON.stringify(query)).toEqual(ids);
    }
    const { message } = await thrownBy(
      contract.truework.verifications.list({ limit: 1.5 }),
      ConfigurationError,
    );
    expect(message).toContain('limit must be a whole number, not 1.5.');
  });

  rejections(contract, (truework) => truework.verifications.list(), '/verification-requests/', 'GET');
});
