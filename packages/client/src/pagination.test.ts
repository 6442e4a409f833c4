import { randomNumbers } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import {
  pageOf,
  type Responder,
  respondError,
  respondWith,
  testClient,
  verification,
} from '../test/support/test-client.ts';
import { ResponseInvalidError } from './errors.ts';

type Change = (ids: string[], step: number) => void;

/** A list that changes between its pages. Newest first, as in the API. */
function listOf(length: number, change: Change = () => {}) {
  const ids = Array.from({ length }, (_, index) => `id-${index}`);
  let step = 0;
  const respond: Responder = (url) => {
    const query = new URL(url).searchParams;
    const offset = Number(query.get('offset') ?? 0);
    const limit = Math.min(100, Number(query.get('limit') ?? 25));
    if (step > 0) change(ids, step);
    step += 1;
    const fields = query.get('fields')?.split(',');
    const results = ids.slice(offset, offset + limit).map((id) => {
      const whole = verification(id);
      return fields
        ? Object.fromEntries(Object.entries(whole).filter(([name]) => fields.includes(name)))
        : whole;
    });
    const isMore = offset + limit < ids.length;
    const next = isMore ? `https://attacker.example/?offset=${offset + limit}` : null;
    return new Response(JSON.stringify({ count: ids.length, next, previous: null, results }), {
      headers: { 'content-type': 'application/json' },
    });
  };
  return { ids, respond };
}

async function read(response: Responder | readonly Responder[], query: object = {}) {
  const { truework, sent } = testClient(response);
  const ids: string[] = [];
  for await (const { id } of truework.verifications.list(query)) ids.push(id);
  return { ids, sent };
}

/** The items of a list, and the error that ends it. */
async function readUntilError(response: Responder | readonly Responder[], query: object) {
  const { truework, sent, errorOf } = testClient(response);
  const ids: string[] = [];
  const reading = (async () => {
    for await (const { id } of truework.verifications.list(query)) ids.push(id);
  })();
  return { error: await errorOf(reading), ids, sent };
}

test('items whose ids differ only in case are two', async () => {
  const page = respondWith(200, pageOf([verification('Aa'), verification('aa'), verification('AA')]));
  expect((await read(page)).ids).toEqual(['Aa', 'aa', 'AA']);
});

describe('600 items', () => {
  const changes: readonly (readonly [string, Change])[] = [
    ['that stay as they are', () => {}],
    ['of which the newest goes with each page', (ids) => ids.shift()],
    ['of which ten of the newest go with each page', (ids) => ids.splice(0, 10)],
    ['of which a whole page goes, now and then', (ids, step) => step % 7 === 0 && ids.splice(0, 100)],
    ['before which one comes with each page', (ids, step) => ids.unshift(`new-${step}`)],
    [
      'with a whole page added before each page',
      (ids, step) =>
        step < 30 && ids.unshift(...Array.from({ length: 50 }, (_, index) => `new-${step}-${index}`)),
    ],
    [
      'with items removed anywhere and others added at the top',
      (() => {
        const random = randomNumbers(7);
        return (ids: string[], step: number) => {
          for (let times = Math.floor(random() * 6); times > 0; times -= 1) {
            ids.splice(Math.floor(random() * Math.min(ids.length, step * 100)), 1);
          }
          for (let times = Math.floor(random() * 6); times > 0; times -= 1)
            ids.unshift(`new-${step}-${times}`);
        };
      })(),
    ],
  ];
  const limits = [10, 25, 100];

  test.for(changes.flatMap(([name, change]) => limits.map((limit) => ({ name, change, limit }))))(
    '$name, by $limit: none is missed or repeated',
    async ({ change, limit }) => {
      const { ids: left, respond } = listOf(600, change);
      const whole = [...left];
      const { ids, sent } = await read(respond, { limit });
      const seen = new Set(ids);
      expect(seen.size).toBe(ids.length);
      // An item that is in the list at the beginning and at the end was in it all the time.
      const stayed = new Set(left);
      expect(whole.filter((id) => stayed.has(id) && !seen.has(id))).toEqual([]);
      expect(sent.every(({ url }) => url.startsWith('https://api.truework-sandbox.com/'))).toBe(true);
    },
  );
});

describe('a list', () => {
  test('awaited returns its first page, with one request', async () => {
    const { truework, sent } = testClient(listOf(60).respond);
    const page = await truework.verifications.list();
    expect(page.results).toHaveLength(25);
    expect(page.count).toBe(60);
    expect(sent).toHaveLength(1);
  });

  test('sends its query for every page, of 25 by default', async () => {
    const { sent } = await read(listOf(60).respond, { state: 'completed' });
    expect(sent.map(({ url }) => new URL(url).search)).toEqual([
      '?state=completed',
      '?state=completed&offset=24&limit=25',
      '?state=completed&offset=48&limit=25',
    ]);
  });

  test('begins at its offset', async () => {
    const { ids } = await read(listOf(60).respond, { offset: 30, limit: 10 });
    expect(ids).toEqual(Array.from({ length: 30 }, (_, index) => `id-${index + 30}`));
  });

  test.for([1, 2, 3])('by %s is read to its end', async (limit) => {
    const { ids: all, respond } = listOf(20);
    expect((await read(respond, { limit })).ids).toEqual(all);
  });

  test('by one, with the newest removed, misses none', async () => {
    const { ids: left, respond } = listOf(30, (ids, step) => step % 3 === 0 && ids.shift());
    const { ids } = await read(respond, { limit: 1 });
    expect(left.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('that begins with other items after a while is read again from just before them', async () => {
    const { respond } = listOf(12, (ids, step) => step === 2 && ids.splice(0, 3));
    const { sent } = await read(respond, { limit: 4 });
    const offsets = sent.map(({ url }) => new URL(url).searchParams.get('offset'));
    expect(offsets).toEqual([null, '3', '6', '3', '6']);
  });

  test('with shorter pages than requested is never read from before its offset', async () => {
    const { ids, respond } = listOf(12, (ids, step) => step === 1 && ids.splice(0, 2));
    const short: Responder = (url, init) => respond(url.replace('limit=8', 'limit=3'), init);
    const { sent } = await read(short, { limit: 8, offset: 4 });
    const offsets = sent.map(({ url }) => Number(new URL(url).searchParams.get('offset')));
    expect([offsets, ids]).toEqual([offsets.map((offset) => Math.max(4, offset)), ids]);
  });

  test('with fields but without ids is read to its end', async () => {
    const { respond } = listOf(60);
    const { truework, sent } = testClient(respond);
    let count = 0;
    for await (const item of truework.verifications.list({ fields: ['state'], limit: 25 })) {
      expect(item).toEqual({ state: 'pending-approval' });
      count += 1;
    }
    expect(count).toBe(60);
    expect(sent).toHaveLength(3);
  });

  test.for([null, 'https://api.truework-sandbox.com/next'])(
    'without an item ends, whatever it says of a next page: %s',
    async (next) => {
      const page = respondWith(200, { count: 7, next, previous: null, results: [] });
      expect(await read(page)).toMatchObject({ ids: [], sent: { length: 1 } });
    },
  );

  test('with items beyond its count ends there, whatever it says of a next page', async () => {
    const page = respondWith(200, { ...pageOf([verification('A'), verification('B')]), next: 'x' });
    expect(await read(page, { offset: 2 })).toMatchObject({ ids: ['A', 'B'], sent: { length: 1 } });
  });

  test('that is emptied ends', async () => {
    const { ids } = await read(listOf(60, (ids) => ids.splice(0)).respond);
    expect(ids).toHaveLength(25);
  });

  test('of a server that ignores the offset fails, and repeats no item', async () => {
    const results = ['A', 'B', 'C'].map((id) => verification(id));
    const page = { count: 900, next: 'https://api.truework-sandbox.com/?offset=3', previous: null, results };
    const { ids, sent, error } = await readUntilError(respondWith(200, page), { limit: 3 });
    expect(ids).toEqual(['A', 'B', 'C']);
    expect(sent).toHaveLength(6);
    expect(error).toBeInstanceOf(ResponseInvalidError);
    expect(error.message).toBe(
      'listVerifications: the list makes no progress: every offset returns the same page.',
    );
  });

  test.for([1, 2, 25])('by %s of a server that returns one item on every page fails', async (limit) => {
    const page = { count: 3_000, next: 'x', previous: null, results: [verification('A')] };
    const { ids, sent, error } = await readUntilError(respondWith(200, page), { limit });
    expect(ids).toEqual(['A']);
    expect(sent).toHaveLength(2);
    expect(error.message).toBe(
      'listVerifications: the list makes no progress: a page has a single item, but more should follow.',
    );
  });

  test('of a server without a stable order fails', async () => {
    let turn = 0;
    const respond: Responder = (url, init) => {
      const results = [verification(`A${turn++}`), verification(`B${turn++}`)];
      return respondWith(200, { count: 6, next: 'x', previous: null, results })(url, init) as Response;
    };
    const { sent, error } = await readUntilError(respond, { limit: 2 });
    expect(sent.length).toBe(2_014);
    expect(error.message).toBe(
      'listVerifications: the list makes no progress: its order changes between pages.',
    );
  });

  test('stops cleanly if the loop is left', async () => {
    const { truework, sent, clock } = testClient(listOf(60).respond);
    for await (const { id } of truework.verifications.list()) if (id === 'id-3') break;
    for await (const page of truework.verifications.list().pages()) {
      expect(page).toMatchObject({ count: 60, results: { length: 25 } });
      break;
    }
    expect(sent).toHaveLength(2);
    expect(clock.planned()).toBe(0);
  });

  test('can be iterated again, from its first page', async () => {
    const { truework } = testClient(listOf(30).respond);
    const list = truework.verifications.list();
    const counts: number[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      let count = 0;
      for await (const _ of list) count += 1;
      counts.push(count);
    }
    expect(counts).toEqual([30, 30]);
  });

  test('throws the error of a later page, after the items before it', async () => {
    const { respond } = listOf(60);
    const { ids, error } = await readUntilError([respond, respondError(401)], {});
    expect(error).toHaveProperty('code', 'authentication');
    expect(ids).toHaveLength(25);
  });

  const noNumber = { toString: null };

  test.for<[ids: string, (index: number) => unknown, count: unknown, offset: number]>([
    ['numbers, but for one', (index) => (index === 1 ? undefined : index + 1), noNumber, 4],
    ['empty', () => '', 60, 5],
    ['objects', () => ({}), 60, 5],
    ['missing', () => undefined, 60, 5],
  ])('of companies whose ids are %s is read to its end', async ([, idOf, count, offset]) => {
    const whole = Array.from({ length: 60 }, (_, index) => ({ id: idOf(index), name: `Sample ${index}` }));
    const { truework, sent } = testClient((url, init) => {
      const from = Number(new URL(url).searchParams.get('offset'));
      const next = from + 5 < whole.length ? 'x' : null;
      return respondWith(200, { count, next, results: whole.slice(from, from + 5) })(url, init);
    });
    const names: string[] = [];
    for await (const { name } of truework.companies.search({ q: 'Sample', limit: 5 }))
      names.push(String(name));
    expect(names).toEqual(whole.map(({ name }) => name));
    expect(sent[1]?.url).toMatch(new RegExp(`&offset=${offset}$`));
  });

  test('without ids and without a count fails, because its end cannot be seen', async () => {
    const page = respondWith(200, { count: noNumber, next: 'x', results: [{ state: 'x' }, { state: 'x' }] });
    const { sent, error } = await readUntilError(page, { fields: ['state'] });
    expect(sent).toHaveLength(1);
    expect(error.message).toBe(
      'listVerifications: the list makes no progress: its items have no id, and it has no count.',
    );
  });
});
