import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  failWith,
  pageOf,
  respondWith,
  testClient,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { UndecidedError } from './errors.ts';

// Only what was sent counts: a caller may blank or reuse its objects as soon as a call has begun.

/** An input, and a function that blanks it. */
function blankable() {
  const input = structuredClone({ ...verificationInput, loan_id: 'L-1' });
  const blank = () => {
    for (const name of ['first_name', 'last_name', 'social_security_number'] as const)
      input.target[name] = '';
    input.loan_id = '';
  };
  return { input, blank };
}

describe('an input that is blanked after the call', () => {
  test('is redacted by what was sent', async () => {
    const { input, blank } = blankable();
    const message = `No match for ${input.target.first_name} ${input.target.last_name}, 000-77-1234.`;
    const headers = { 'x-request-id': encodeURIComponent(input.target.first_name) };
    const fields = { target: { last_name: [`${input.target.last_name} is not known.`] } };
    const client = testClient(respondWith(400, { error: { message, invalid_fields: fields } }, headers));
    const call = client.truework.verifications.create(input);
    blank();
    const error = await client.errorOf(call);
    expect(error.message).toBe(
      'createVerification: the server responded with 400 (validation). No match for [redacted] [redacted], [redacted] ' +
        '{"target":{"last_name":["[redacted] is not known."]}}',
    );
    expect(error['headers']).toEqual({ 'content-type': 'application/json', 'x-request-id': '[redacted]' });
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/Riley|Sample|77-1234/);
  });

  test('is sent and checked as it was, and a check that changes it changes nothing', async () => {
    const { input, blank } = blankable();
    const seen: unknown[] = [];
    const request = (_: string, body: unknown) => {
      seen.push(structuredClone(body));
      (body as typeof input).target.first_name = 'Changed';
    };
    const client = testClient(respondWith(200, verification('AAAA')), { validation: { request } });
    const call = client.truework.verifications.create(input);
    const sent = { ...verificationInput, loan_id: 'L-1' };
    blank();
    await client.clock.run(call);
    expect(seen).toEqual([sent]);
    expect(JSON.parse(client.sent[0]?.init.body as string)).toEqual(sent);
  });

  test('is searched for as it was, by reconcile() of the error and of the client', async () => {
    const { input, blank } = blankable();
    const created = verification('AAAA', { loan_id: 'L-1' });
    const date = { date: new Date(Date.parse('2021-11-12T19:28:59Z')).toUTCString() };
    const client = testClient([failWith('ECONNRESET'), respondWith(200, pageOf([created]), date)]);
    const failure = client.errorOf(client.truework.verifications.create(input));
    const since = '2021-11-12T19:28:59Z';
    const { input: other, blank: blankOther } = blankable();
    blank();
    const error = (await failure) as unknown as { reconcile: () => Promise<unknown> };
    expect(await client.clock.run(error.reconcile())).toEqual(created);
    const found = client.truework.verifications.reconcile(other, { since });
    blankOther();
    expect(await client.clock.run(found)).toEqual(created);
    // If it is blanked before, nothing identifies it.
    expect(await client.errorOf(client.truework.verifications.reconcile(other, { since }))).toBeInstanceOf(
      UndecidedError,
    );
  });
});

describe('a query that changes after the call', () => {
  test('changes neither the other pages nor what a response is compared with', async () => {
    const query: { state: 'completed'; limit: number; fields: ('id' | 'state' | 'target')[] } = {
      state: 'completed',
      limit: 2,
      fields: ['id', 'state'],
    };
    const items = ['A', 'B', 'C'].map((id) => ({ id, state: 'completed' }));
    const page = (results: unknown[], next: string | null) => respondWith(200, { count: 3, next, results });
    const client = testClient([page(items.slice(0, 2), 'more'), page(items.slice(1), null)]);
    const list = client.truework.verifications.list(query);
    query.fields.push('target');
    query.limit = 50;
    Object.assign(query, { state: 'invalid' });
    const ids: string[] = [];
    const read = async () => {
      for await (const { id } of list) ids.push(id);
    };
    await client.clock.run(read());
    expect(ids).toEqual(['A', 'B', 'C']);
    expect(client.sent.map(({ url }) => new URL(url).search)).toEqual([
      '?state=completed&limit=2&fields=id%2Cstate',
      '?state=completed&limit=2&fields=id%2Cstate&offset=1',
    ]);
  });
});
