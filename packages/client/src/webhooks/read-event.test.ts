import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { ConfigurationError, TrueworkError } from '../errors.ts';
import type { VerificationState, VerificationStateChange, Webhooks } from '../generated/types.gen.ts';
import type { KnownEvents, VerificationStateChangeEvent } from './event.ts';
import { readEvent } from './read-event.ts';
import { testEvent } from './test-event.ts';
import { tokenHeader, type WebhookHeaders } from './token-check.ts';
import type { WebhookInvalidError } from './webhook-invalid-error.ts';

const token = 'c4n4ryT0k3n'.repeat(8);
const { headers, body } = testEvent({ token, type: 'verification_request.state.change' });

async function refusal(
  delivery: { headers?: WebhookHeaders; body?: string | Uint8Array },
  accepted: string | readonly string[] = token,
): Promise<WebhookInvalidError> {
  return readEvent({ headers, body, ...delivery }, accepted).then(
    () => expect.unreachable('it was read'),
    (error) => error,
  );
}

describe('the token', () => {
  test('is found in the headers of the Fetch API, of Node.js and of cloud functions', async () => {
    const forms: WebhookHeaders[] = [
      new Headers({ [tokenHeader]: token }),
      { 'x-truework-token': token },
      { 'X-TRUEWORK-TOKEN': [token], other: undefined },
    ];
    for (const form of forms) {
      expect(await readEvent({ headers: form, body }, token)).toMatchObject({ data: { state: 'completed' } });
    }
  });

  test('may be one of several while one replaces another', async () => {
    for (const accepted of [
      [token, 'next'],
      ['before', token],
      ['a', 'b', token],
    ]) {
      expect(await readEvent({ headers, body }, accepted)).toMatchObject({ hook: { id: 1 } });
    }
    expect(await refusal({}, ['before', 'next'])).toMatchObject({ reason: 'token-wrong' });
  });

  test.each<[string, WebhookHeaders, string]>([
    ['no token', {}, 'token-missing'],
    ['no token among headers', new Headers({ other: token }), 'token-missing'],
    ['an undefined token', { [tokenHeader]: undefined }, 'token-missing'],
    ['an empty token', { [tokenHeader]: '' }, 'token-wrong'],
    ['another token', { [tokenHeader]: token.toLowerCase() }, 'token-wrong'],
    ['a part of the token', { [tokenHeader]: token.slice(0, -1) }, 'token-wrong'],
    ['more than the token', { [tokenHeader]: `${token}a` }, 'token-wrong'],
    ['a token in quotes', { [tokenHeader]: `"${token}"` }, 'token-wrong'],
    ['a long token', { [tokenHeader]: 'x'.repeat(100_000) }, 'token-wrong'],
    ['the token twice, joined', { [tokenHeader]: `${token}, ${token}` }, 'token-repeated'],
    ['the token twice, as a list', { [tokenHeader]: [token, token] }, 'token-repeated'],
    [
      'the token twice, in two spellings',
      { [tokenHeader]: token, 'x-truework-token': token },
      'token-repeated',
    ],
  ])('refuses %s', async (_, given, reason) => {
    expect(await refusal({ headers: given })).toMatchObject({ code: 'webhook-invalid', reason });
  });

  test('is compared by digests of equal length, with every accepted one, whatever came', async () => {
    const digest = vi.spyOn(crypto.subtle, 'digest');
    try {
      for (const given of ['x', token, `${token}${token}`]) {
        digest.mockClear();
        await readEvent({ headers: { [tokenHeader]: given }, body }, [token, 'next', 'last']).catch(() => {});
        expect(digest).toHaveBeenCalledTimes(4);
      }
    } finally {
      digest.mockRestore();
    }
  });

  test.each([
    ['empty', ''],
    ['no token', []],
    ['an empty one among others', [token, '']],
    ['one with a space', `${token} `],
    ['one with a comma', `${token},`],
    ['absent', undefined],
    ['a number', 5],
    ['null', null],
  ])('that can be none is a ConfigurationError: %s', async (_, accepted) => {
    const reading = readEvent({ headers, body }, accepted as string);
    await expect(reading).rejects.toBeInstanceOf(ConfigurationError);
  });
});

describe('the body', () => {
  test('may be text or bytes', async () => {
    const bytes = new TextEncoder().encode(body);
    expect(await readEvent({ headers, body: bytes }, token)).toEqual(
      await readEvent({ headers, body }, token),
    );
  });

  test('becomes a typed event', async () => {
    const event = await readEvent({ headers, body }, token);
    if (event.type !== 'verification_request.state.change') return expect.unreachable();
    expectTypeOf(event.data.state).toEqualTypeOf<VerificationState>();
    expectTypeOf<keyof KnownEvents>().toEqualTypeOf<Webhooks['key']>();
    expectTypeOf<VerificationStateChangeEvent>().toExtend<VerificationStateChange>();
    expect(event).toEqual({
      type: 'verification_request.state.change',
      hook: {
        id: 1,
        event: 'verification_request.state.change',
        target: 'https://lender.example.com/webhooks/truework',
      },
      data: { verification_request_id: 'test-verification', state: 'completed' },
    });
  });

  test('becomes the event of a session', async () => {
    const delivery = testEvent({
      token,
      type: 'credentials_session.state.change',
      data: { token: 'another' },
    });
    const event = await readEvent(delivery, token);
    if (event.type !== 'credentials_session.state.change') return expect.unreachable();
    expectTypeOf(event.data.token).toEqualTypeOf<string>();
    expect(event.data).toEqual({
      state: 'success',
      token: 'another',
      verification_request_id: 'test-verification',
    });
  });

  test('may hold members, states and ids of other kinds than are known', async () => {
    const sent = {
      version: '2023-10-30',
      hook: { id: '999', event: 'verification_request.state.change', triggered_at: 'now' },
      data: { verification_request_id: 'v', state: 'on-hold', order_id: 'o', metadata: null },
    };
    const event = await readEvent({ headers, body: JSON.stringify(sent) }, token);
    expect(event).toEqual({ ...sent, type: 'verification_request.state.change' });
  });

  test.each(['order.completed', 'toString', '__proto__', 'unknown'])(
    'may be an event that is not known: %s',
    async (name) => {
      const sent = { hook: { id: 1, event: name }, data: [1], type: 'x' };
      const event = await readEvent({ headers, body: JSON.stringify(sent) }, token);
      expect(event).toEqual({ ...sent, type: 'unknown' });
    },
  );

  const named = (event: string, data?: unknown) => JSON.stringify({ hook: { event }, data });

  test.each([
    ['nothing', '', 'body-not-json'],
    ['a part of it', body.slice(0, -1), 'body-not-json'],
    ['a form', 'state=completed', 'body-not-json'],
    ['null', 'null', 'not-an-event'],
    ['a list', '[]', 'not-an-event'],
    ['a text', '"verification_request.state.change"', 'not-an-event'],
    ['no hook', '{"data":{}}', 'not-an-event'],
    ['a hook without an event', '{"hook":{"id":1}}', 'not-an-event'],
    ['an event without a name', named(''), 'not-an-event'],
    ['no data', named('verification_request.state.change'), 'not-an-event'],
    ['data that are null', named('verification_request.state.change', null), 'not-an-event'],
    ['no id', named('verification_request.state.change', { state: 'completed' }), 'not-an-event'],
    [
      'an id that is a number',
      named('verification_request.state.change', { verification_request_id: 5, state: 'completed' }),
      'not-an-event',
    ],
    [
      'no state',
      named('verification_request.state.change', { verification_request_id: 'v' }),
      'not-an-event',
    ],
    ['no session token', named('credentials_session.state.change', { state: 'success' }), 'not-an-event'],
  ])('is refused: %s', async (_, sent, reason) => {
    expect(await refusal({ body: sent })).toMatchObject({ code: 'webhook-invalid', reason });
  });

  test('is refused when it is not UTF-8', async () => {
    const bytes = new TextEncoder().encode(body.replace('test-verification', 'test-\u0001'));
    bytes[bytes.indexOf(1)] = 0xff;
    expect(await refusal({ body: bytes })).toMatchObject({ reason: 'body-not-json' });
  });
});

test('no refusal holds the token or anything of the body', async () => {
  const canary = 'c4n4ryB0dy';
  const errors = await Promise.all([
    refusal({ headers: {} }),
    refusal({ headers: { [tokenHeader]: `${token}x` } }),
    refusal({ headers: { [tokenHeader]: [token, token] } }),
    refusal({ body: `{"hook": ${canary}` }),
    refusal({ body: JSON.stringify({ hook: { id: canary } }) }),
    refusal({ body: JSON.stringify({ hook: { event: 'verification_request.state.change' }, data: canary }) }),
  ]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(TrueworkError);
    expect(error.name).toBe('WebhookInvalidError');
    const shown = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), error.stack];
    for (const text of shown) expect(text).not.toMatch(/c4n4ry/);
  }
});
