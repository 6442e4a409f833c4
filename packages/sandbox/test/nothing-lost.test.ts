import { join } from 'node:path';
import { verificationInput } from '@truework-legacy/spec/test-data';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../src/sandbox.ts';
import { newFolder, openSandbox } from './support/open-sandbox.ts';

// What got a 201 is there, whatever a later request contains.

const key = 'tw_sk_test_lost';
const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
const plain = verificationInput;

/** An order with text put in as another field. */
function inputWith(text: string): string {
  return `${JSON.stringify(plain).slice(0, -1)},${text}}`;
}

function nested(levels: number): string {
  return inputWith(`"more":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`);
}

const odd: [what: string, body: string, status: number][] = [
  ['100 levels', nested(100), 201],
  ['101 levels', nested(101), 400],
  ['6,000 levels', nested(6000), 400],
  ['200,000 levels', nested(200_000), 400],
  ['objects on 6,000 levels', inputWith(`"more":${'{"a":'.repeat(6000)}1${'}'.repeat(6000)}`), 400],
  [
    'names of every object',
    inputWith('"__proto__":{"type":1},"constructor":{"prototype":1},"toJSON":1,"":0'),
    201,
  ],
  ['lone surrogates', inputWith('"\ud800":"\ud800","additional_information":"\\udfff\\u0000"'), 201],
  [
    'metadata by the names of every object',
    inputWith('"metadata":{"__proto__":"x","toString":"\\ud800"}'),
    201,
  ],
  ['numbers that JSON cannot hold', inputWith('"more":[1e999,-0,1e-999]'), 201],
  ['a megabyte', inputWith(`"more":"${'x'.repeat(1_000_000)}"`), 201],
];

let sandbox: Sandbox;

async function create(body: string, path = '/verification-requests/') {
  const response = await sandbox.fetch(`http://sandbox${path}`, { method: 'POST', headers, body });
  return {
    status: response.status,
    json: (await response.json()) as { id: string; error?: { message: string } },
  };
}

describe.for([':memory:', 'in a file'])('%s', (where) => {
  beforeEach(() => {
    sandbox = openSandbox({ data: where === ':memory:' ? where : join(newFolder(), 'sandbox.db') });
  });

  test('nothing is lost before, with or after odd bodies', async () => {
    const tenant = sandbox.tenant(key);
    const ids: string[] = [];
    for (const [what, body, status] of odd) {
      ids.push((await create(JSON.stringify(plain))).json.id);
      const created = await create(body);
      expect([what, created.status]).toEqual([what, status]);
      if (status === 201) ids.push(created.json.id);
    }
    // More than what waits to be saved at most, and everything changes state on the way.
    for (let count = 0; count < 600; count += 1) ids.push((await create(JSON.stringify(plain))).json.id);
    await tenant.clock.advance('1 second');
    const check = () => {
      const { verifications } = tenant;
      expect(ids.filter((id) => verifications.find(id)?.state !== 'completed')).toEqual([]);
      expect([verifications.count(), verifications.count('completed')]).toEqual([ids.length, ids.length]);
    };
    check();
    tenant.restore(tenant.snapshot());
    check();
  });
});

describe('the depth of a body', () => {
  const message = 'JSON parse error. The body is nested deeper than 100 levels.';

  beforeEach(() => {
    sandbox = openSandbox();
  });

  test('is bounded for the admin API, which also takes JSON in UTF-8 alone', async () => {
    expect(await create(nested(101), '/_sandbox/faults')).toEqual({
      status: 400,
      json: { error: { code: 'invalid_request', message } },
    });
    const latin = await sandbox.fetch('http://sandbox/_sandbox/faults', {
      method: 'POST',
      headers,
      body: Buffer.from('{"operation":"*","fault":"\xe4"}', 'latin1'),
    });
    expect(await latin.json()).toMatchObject({ error: { message: expect.stringContaining('UTF-8') } });
  });

  test('that was rejected can be looked at in the admin API', async () => {
    await create(nested(6000));
    const listed = await sandbox.fetch('http://sandbox/_sandbox/requests', { headers });
    expect(await listed.json()).toMatchObject({
      results: [{ status: 400, request: { body: null, note: 'Nested deeper than 100 levels.' } }],
    });
  });
});
