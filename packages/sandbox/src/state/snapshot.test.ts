import { setImmediate } from 'node:timers/promises';
import { person, sessionInput } from '@truework-legacy/spec/test-data';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { openSandbox } from '../../test/support/open-sandbox.ts';
import { send } from '../../test/support/send.ts';
import type { Sandbox } from '../sandbox.ts';
import type { TenantHandle } from '../tenant-handle.ts';
import type { Snapshot } from './snapshot.ts';

// A snapshot is restored whole, or it is rejected and nothing is changed.

const key = 'tw_sk_test_snapshot';
const verificationInput = {
  type: 'employment',
  permissible_purpose: 'credit-application',
  documents: [{ filename: 'a.pdf', content: 'JVBERi0xLjQK' }],
  target: person,
};

let sandbox: Sandbox;
let tenant: TenantHandle;
let snapshot: Snapshot;
let nowMs: number;
let respond: () => Promise<Response>;

beforeEach(async () => {
  nowMs = Date.UTC(2019, 10, 5);
  respond = async () => new Response(null, { status: 500 });
  sandbox = openSandbox({ clock: { now: () => nowMs }, send: () => respond() });
  tenant = sandbox.tenant(key);
  tenant.webhooks.add('https://a.example');
  tenant.people.set([{ social_security_number: '000-55-0001' }, { social_security_number: '000-55-0002' }]);
  tenant.faults.remove(tenant.faults.add({ operation: '*', fault: 'html' }).id);
  tenant.faults.add({ operation: 'searchCompanies', after: 5, fault: 'html' });
  for (const _ of [1, 2, 3])
    expect((await send(sandbox, key, 'POST', '/verification-requests/', verificationInput)).status).toBe(201);
  const created = await send(sandbox, key, 'POST', '/credentials/session', ofSession);
  tenant.credentialsSessions.complete(((await created.json()) as { token: string }).token);
  await tenant.clock.advance(100);
  const id = tenant.verifications.list({ limit: 1, offset: 1 })[0]?.id;
  const canceled = await send(sandbox, key, 'PUT', `/verification-requests/${id}/cancel`, {
    cancellation_reason: 'other',
    cancellation_details: 'None.',
  });
  expect(canceled.status).toBe(200);
  await tenant.clock.advance(0);
  snapshot = tenant.snapshot();
});

/** The snapshot with something else in the first row of a table, or in the first of a kind. */
function withCell(table: string, column: string, value: unknown, kind?: string): unknown {
  const { columns = [], rows = [] } = snapshot.tables[table] ?? {};
  const location = columns.indexOf(column);
  expect(columns, table).toContain(column);
  const changedRow = rows.findIndex((row) => kind === undefined || row.includes(kind));
  expect(rows[changedRow], table).toBeDefined();
  const changed = structuredClone<unknown[][]>(rows);
  changed[changedRow]?.splice(location, 1, value);
  return { ...snapshot, tables: { ...snapshot.tables, [table]: { columns, rows: changed } } };
}

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const deep = nested(200);

const step = '{"state":"completed","afterMs":0}';

/** The field is one of verifications only. */
const ofSession = { ...sessionInput, additional_information: 1 };

const cells: [table: string, column: string, values: unknown[], kind?: string][] = [
  ['counter', 'name', [1, null]],
  ['counter', 'value', [0, -1, 1.5, '1', null]],
  ['verification', 'sequence', [0, 2, 1.5, '1', null]],
  ['verification', 'state', ['done', '', null, 'toString']],
  ['verification', 'revision', [0, null, '1']],
  [
    'verification',
    'history',
    [
      ...['', '[]', '{}', '[{}]', '[{"state":"completed","atMs":1}]', '[{"state":"processing"}]', null],
      ...['{}', 'null', '{"state":"done","atMs":1}'].map(
        (first) => `[${first},{"state":"processing","atMs":1}]`,
      ),
    ],
  ],
  ['verification', 'cancellation', ['', 'null', '{}', '[]', '{"cancellation_reason":1}']],
  ['verification', 'createdMs', [null, '1', 1.5, 1e15]],
  ['verification', 'synchronous', [2, null, 'true']],
  ['verification', 'employment', [-1, 0.5, '0']],
  ['verification', 'sessionToken', ['', 1]],
  [
    'verification',
    'input',
    ['', '{}', '[]', 'null', '{"type":"employment"}', deep, null, 1, JSON.stringify(ofSession)],
  ],
  [
    'verification',
    'person',
    ['', '{}', '[]', 'null', '{"social_security_number":"000-55-0001","states":[{}]}', 1],
  ],
  ['due', 'dueMs', [null, 'x', 1.5, 1e16]],
  ['due', 'ordinal', [0, null]],
  ['due', 'kind', ['', 'nothing', null]],
  [
    'due',
    'payload',
    [
      ...['', '{}', '[]', '[1,1]', '[1,1,[{}]]', '[1,1,[1]]', '[1,1,[{"state":"done","afterMs":1}]]', null],
      ...['[1,1,[{"state":"processing"}]]', '[1,1,[{"state":"processing","afterMs":-1}]]', '[1,1,[null]]'],
      ...['[1,1,[{"state":"processing","afterMs":"1"}]]', `[0,1,[${step}]]`, `[1,0,[${step}]]`],
      ...['[1,1,[]]', `[1,1,[${step},{}]]`],
    ],
    'verification',
  ],
  [
    'due',
    'payload',
    [
      'null',
      '{}',
      '[]',
      '{"delivery":0,"again":false}',
      '{"again":false}',
      '{"delivery":1}',
      '{"delivery":1,"again":1}',
    ],
    'webhook',
  ],
  ['credentialsSession', 'sequence', [0, null]],
  ['credentialsSession', 'token', ['', null, 1]],
  ['credentialsSession', 'createdMs', [null, 'x', 1.5, 1e15]],
  ['credentialsSession', 'input', ['', '{}', '[]', null]],
  ['credentialsSession', 'verification', [0, 'x']],
  ['person', 'ordinal', [1, -1, '0', null]],
  ['person', 'data', ['', '{}', '[]', 'null', '{"social_security_number":"000-00-0000"}', null]],
  ['webhookEndpoint', 'id', [0, null]],
  ['webhookEndpoint', 'url', ['', 'http://a.example', 'https://a.example/[]', null]],
  ['webhookEndpoint', 'token', ['', 'a\r\nb', null]],
  ['webhookDelivery', 'id', [0, null]],
  ['webhookDelivery', 'endpointId', [0, '1', null]],
  [
    'webhookDelivery',
    'payload',
    [
      ...['', '{}', '[]', 'null', '{"hook":{},"data":{}}', '{"data":{}}', null],
      ...['{"hook":{"event":"e"},"data":{}}', '{"hook":{"target":"t"},"data":{}}'],
      '{"hook":{"event":"e","target":"t"}}',
    ],
  ],
  ['webhookDelivery', 'createdMs', [null, 'x', 1.5, 1e15]],
  ['webhookDelivery', 'state', ['', 'done', null]],
  ['webhookDelivery', 'nextAttemptMs', ['x', 1.5]],
  ['webhookDelivery', 'attempts', ['', '{}', '[1]', '[null]', '[{}]', '[{"atMs":1},{}]', null]],
];

/** What no request can send. */
const isLostInJson = new Set([
  'a Map',
  'a cycle',
  'a BigInt',
  'a Map in place of an object',
  'a function',
  'NaN',
]);

function malformed(): [what: string, snapshot: unknown, said: string][] {
  const cyclic: Record<string, unknown> = { ...snapshot };
  cyclic['self'] = cyclic;
  const { verification } = snapshot.tables;
  const tables = (more: object) => ({ ...snapshot, tables: { ...snapshot.tables, ...more } });
  const noVersion = 'This snapshot has the version undefined, and this sandbox takes 1.';
  const { columns: known = [] } = verification ?? {};
  const wrongColumns = `the columns of the table verification are not ${known.join(', ')}.`;
  const wrongRow = `row 0 of the table verification does not have ${known.length} cells.`;
  const wrongNumber = 'row 1 of the table verification is malformed.';
  return [
    ['nothing', undefined, noVersion],
    ['null', null, noVersion],
    ['a Map', new Map(), 'it is not a JSON value.'],
    ['an array', [], noVersion],
    ['a cycle', cyclic, 'it is not a JSON value.'],
    ['a BigInt', { ...snapshot, nowMs: 1n }, 'it is not a JSON value.'],
    [
      'a Map in place of an object',
      { ...snapshot, tables: new Map(Object.entries(snapshot.tables)) },
      'tables is not a JSON value.',
    ],
    [
      'a function',
      { ...snapshot, parts: { ...snapshot.parts, faults: () => {} } },
      'parts.faults is not a JSON value.',
    ],
    ['NaN', { ...snapshot, tables: { ...snapshot.tables, extra: Number.NaN } }, 'tables.extra is not a JSON'],
    ['depth', { ...snapshot, parts: { faults: JSON.parse(deep) } }, 'it is nested too deeply.'],
    ['a level too many', { ...snapshot, more: JSON.parse(nested(20)) }, 'it is nested too deeply.'],
    ['version', { ...snapshot, version: 2 }, 'This snapshot has the version 2, and this sandbox takes 1.'],
    ...(
      [
        [
          'identity',
          [undefined, '', 'x', `${snapshot.identity}x`, [snapshot.identity], 1, null],
          '`identity` is not an identity.',
        ],
        ['nowMs', [undefined, null, 1.5, '1', 1e16], '`nowMs` is not a time.'],
        ['tables', [undefined, null, [], 'x'], '`tables` is not an object.'],
        ['parts', [undefined, null, [], 'x'], '`parts` is not an object.'],
      ] as const
    ).flatMap(([name, values, said]) =>
      values.map((value): [string, unknown, string] => [name, { ...snapshot, [name]: value }, said]),
    ),
    [
      'a table that is unknown',
      tables({ sqlite_schema: { columns: [], rows: [] } }),
      'there is no table "sqlite_schema".',
    ],
    ...[null, {}, { columns: known }, { rows: [] }].map((table): [string, unknown, string] => [
      'a table without columns or rows',
      tables({ verification: table }),
      'the table verification has no columns and rows.',
    ]),
    ...[['x) VALUES (1); --'], known.slice(1), [...known, 'x'], known.toReversed()].map(
      (columns): [string, unknown, string] => [
        `the columns ${columns}`,
        tables({ verification: { columns, rows: [] } }),
        wrongColumns,
      ],
    ),
    ['a row that is not an array', tables({ verification: { ...verification, rows: [{}] } }), wrongRow],
    ['a row that is null', tables({ verification: { ...verification, rows: [null] } }), wrongRow],
    ['a row that is short', tables({ verification: { ...verification, rows: [[1]] } }), wrongRow],
    [
      'a row twice',
      tables({ verification: { ...verification, rows: [verification?.rows[0], verification?.rows[0]] } }),
      wrongNumber,
    ],
    ...['due', 'counter'].flatMap((name): [string, unknown, string][] => {
      const { columns = [], rows = [] } = snapshot.tables[name] ?? {};
      const said = `row 1 of the table ${name} is malformed.`;
      return [
        [
          `the rows of ${name} in another order`,
          tables({ [name]: { columns, rows: rows.toReversed() } }),
          said,
        ],
        [`a row of ${name} twice`, tables({ [name]: { columns, rows: [rows.at(-1), rows.at(-1)] } }), said],
      ];
    }),
    ...['credentialsSession', 'webhookEndpoint', 'webhookDelivery'].map((name): [string, unknown, string] => {
      const { columns = [], rows = [] } = snapshot.tables['counter'] ?? {};
      expect(rows.map(([counter]) => counter)).toContain(name);
      const behind = rows.map(([counter, value]) => [counter, Number(value) - (counter === name ? 1 : 0)]);
      const counter = { columns, rows: behind.filter(([, value]) => value !== 0) };
      return [
        `a counter behind the rows of ${name}`,
        tables({ counter }),
        `the counter of the table ${name} is behind its rows.`,
      ];
    }),
    [
      'a gap',
      tables({ verification: { ...verification, rows: [verification?.rows[0], verification?.rows[2]] } }),
      wrongNumber,
    ],
    ['faults', { ...snapshot, parts: { ...snapshot.parts, faults: { lastId: 1, rules: [{}] } } }, 'fault'],
    ...cells.flatMap(([table, column, values, kind]) =>
      values.map((value): [string, unknown, string] => [
        `${table}.${column} ${JSON.stringify(value)?.slice(0, 40)}`,
        withCell(table, column, value, kind),
        table === 'person' && column === 'data'
          ? `The people of this snapshot cannot be restored. ${value === '' ? 'They are malformed.' : 'These test people are'}`
          : ` of the table ${table} is malformed.`,
      ]),
    ),
  ];
}

describe('a snapshot', () => {
  test('is restored as it was taken, by the handle and by the admin API', async () => {
    tenant.reset();
    tenant.restore({ ...snapshot, more: JSON.parse(nested(19)) } as Snapshot);
    expect(tenant.snapshot()).toEqual(snapshot);
    for (const state of ['pending', 'delivered', 'failed'])
      expect(() => tenant.restore(withCell('webhookDelivery', 'state', state) as Snapshot)).not.toThrow();
    for (const another of [
      withCell('due', 'payload', `[1,1,[${step}]]`, 'verification'),
      withCell('credentialsSession', 'verification', null),
      withCell('verification', 'synchronous', 1),
      withCell('verification', 'employment', 0),
      withCell('verification', 'person', '{"social_security_number":"000-55-0001"}'),
      { ...snapshot, tables: {} },
    ])
      expect(() => tenant.restore(another as Snapshot)).not.toThrow();
    tenant.reset();
    expect((await send(sandbox, key, 'POST', '/_sandbox/snapshot', snapshot)).status).toBe(405);
    const restored = await send(sandbox, key, 'PUT', '/_sandbox/snapshot', snapshot);
    expect(restored.status).toBe(204);
    expect(tenant.snapshot()).toEqual(snapshot);
  });

  test('that is malformed anywhere is rejected whole, by the handle and by the admin API', async () => {
    for (const [what, given, said] of malformed()) {
      const isOtherVersion = said.startsWith('This snapshot');
      expect(() => tenant.restore(given as never), what).toThrow(
        expect.objectContaining({
          name: 'SandboxError',
          code: isOtherVersion ? 'unknown_snapshot_version' : 'invalid_snapshot',
          message: expect.stringContaining(said),
        }),
      );
      if (isLostInJson.has(what) || given === undefined) continue;
      const response = await send(sandbox, key, 'PUT', '/_sandbox/snapshot', given);
      expect([what, response.status]).toEqual([what, 400]);
    }
    expect(tenant.snapshot()).toEqual(snapshot);
  });

  test('is restored for good: what was under way before ends without a trace', async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    respond = () => promise;
    nowMs += 60_000;
    const underWay = tenant.snapshot();
    expect(underWay.tables['verification']?.rows.map(([, state]) => state)).not.toContain('processing');
    await setImmediate();
    const again = vi.fn(() => new Promise<Response>(() => {}));
    respond = again;
    tenant.restore(underWay);
    tenant.snapshot();
    await setImmediate();
    expect(again, 'without waiting for what was under way').toHaveBeenCalled();
    resolve(new Response(null, { status: 200 }));
    await setImmediate();
    expect(tenant.snapshot()).toEqual(underWay);
  });

  test('has the usual use case for a verification that was stored without one', async () => {
    tenant.restore(withCell('verification', 'input', JSON.stringify(verificationInput)) as Snapshot);
    const last = '/verification-requests/?offset=3&fields=use_case';
    expect(await (await send(sandbox, key, 'GET', last)).json()).toMatchObject({
      results: [{ use_case: 'mortgage' }],
    });
  });

  test('may plan an attempt of a delivery that it lacks, of which nothing comes', async () => {
    const unknown = '{"delivery":99,"again":false}';
    tenant.restore(withCell('due', 'payload', unknown, 'webhook') as Snapshot);
    const { events } = await tenant.clock.advance('3 days');
    expect(JSON.stringify(events)).not.toContain('"delivery_id":99');
  });

  test('of an earlier time sets the clock back', () => {
    const earlierMs = Date.UTC(1999, 0, 1);
    tenant.restore({ ...snapshot, nowMs: earlierMs });
    expect(tenant.clock.now()).toBe(earlierMs);
  });

  test('is what was checked, whatever is done to it meanwhile or later', () => {
    const given = structuredClone(snapshot);
    let reads = 0;
    Object.defineProperty(given, 'identity', {
      enumerable: true,
      get: () => (reads++ === 0 ? snapshot.identity : 'x'),
    });
    tenant.restore(given);
    given.tables['verification']?.rows.splice(0);
    expect(tenant.snapshot()).toEqual(snapshot);
  });
});
