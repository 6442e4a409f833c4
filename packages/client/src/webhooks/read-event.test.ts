import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { ConfigurationError, TrueworkError } from '../errors.ts';
import type { VerificationState, VerificationStateChange, Webhooks } from '../generated/types.gen.ts';
import { testEvent } from './create-test-event.ts';
import type { KnownEvents, VerificationStateChangeEvent } from './event.ts';
import { readEvent } from './read-event.ts';
import { tokenHeader, type WebhookHeaders } from './token-check.ts';
import type { WebhookInvalidError } from './webhook-invalid-error.ts';

const token = 'c4n4ryT0k3n'.repeat(8);
const { headers, body } = testEvent({ token, type: 'verification_request.state.change' });

async function rejection(
  delivery: { headers?: WebhookHeaders; body?: string | Uint8Array },
  accepted: string | readonly string[] = token,
): Promise<WebhookInvalidError> {
  return readEvent({ headers, body, ...delivery }, accepted).then(
    () => expect.unreachable('readEvent accepted the delivery, and should reject it'),
    (error) => error,
  );
}

const messages: Readonly<Record<string, string>> = {
  'token-missing': 'X-Truework-Token is missing.',
  'token-repeated': 'X-Truework-Token is repeated.',
  'token-wrong': 'X-Truework-Token is not the token of this hook. Compare it with the developer settings.',
};

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
    expect(await rejection({}, ['before', 'next'])).toMatchObject({ reason: 'token-wrong' });
  });

  test.each<[string, WebhookHeaders, string]>([
    ['no token', {}, 'token-missing'],
    ['no token among headers', new Headers({ other: token }), 'token-missing'],
    ['an undefined token', { [tokenHeader]: undefined }, 'token-missing'],
    ['a number', { [tokenHeader]: 5 } as never, 'token-missing'],
    ['a list of what is not text', { [tokenHeader]: [5, null] } as never, 'token-missing'],
    ['a get that returns nothing', { get: () => undefined } as never, 'token-missing'],
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
  ])('rejects %s', async (_, given, reason) => {
    const message = messages[reason];
    expect(await rejection({ headers: given })).toMatchObject({ code: 'webhook-invalid', reason, message });
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

  test('that is invalid is a ConfigurationError', async () => {
    const problem =
      "readEvent: token must be the hook's token, or a list of tokens, not undefined. Is the environment variable set?";
    const reading = readEvent({ headers, body }, undefined as never);
    await expect(reading).rejects.toEqual(new ConfigurationError(problem));
  });
});

describe('the body', () => {
  test('may be a string or bytes', async () => {
    const bytes = new TextEncoder().encode(body);
    expect(await readEvent({ headers, body: bytes }, token)).toEqual(
      await readEvent({ headers, body }, token),
    );
  });

  test('becomes a typed event', async () => {
    expect(headers).toEqual({ 'Content-Type': 'application/json', 'X-Truework-Token': token });
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
    const event = await readEvent(testEvent({ token, type: 'credentials_session.state.change' }), token);
    if (event.type !== 'credentials_session.state.change') return expect.unreachable();
    expectTypeOf(event.data.token).toEqualTypeOf<string>();
    expect(event.data).toEqual({
      state: 'success',
      token: 'test-session-token',
      verification_request_id: 'test-verification',
    });
  });

  test('may contain unknown fields, states and ids of other types', async () => {
    const sent = {
      version: '2023-10-30',
      hook: { id: '999', event: 'verification_request.state.change', triggered_at: 'now' },
      data: { verification_request_id: 'v', state: 'on-hold', order_id: 'o', metadata: null },
    };
    const event = await readEvent({ headers, body: JSON.stringify(sent) }, token);
    expect(event).toEqual({ ...sent, type: 'verification_request.state.change' });
  });

  test.each(['order.completed', 'toString', '__proto__', 'unknown'])(
    'may be an unknown event: %s',
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
    ['no state of a session', named('credentials_session.state.change', { token: 't' }), 'not-an-event'],
    ['no session token', named('credentials_session.state.change', { state: 'success' }), 'not-an-event'],
  ])('is rejected: %s', async (_, sent, reason) => {
    const message = expect.stringMatching(
      /^The body (?:is not JSON|has no hook\.event|of [\w.]+ has no data\.\w+)\.$/,
    );
    expect(await rejection({ body: sent })).toMatchObject({ code: 'webhook-invalid', reason, message });
  });

  test('is rejected if it is not UTF-8', async () => {
    const bytes = new TextEncoder().encode(body.replace('test-verification', 'test-\u0001'));
    bytes[bytes.indexOf(1)] = 0xff;
    expect(await rejection({ body: bytes })).toMatchObject({ reason: 'body-not-json' });
  });
});

/** Bytes whose buffer is gone. */
function transferred(): Uint8Array {
  const bytes = new TextEncoder().encode(body);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

describe('a delivery that cannot be read is a ConfigurationError that says why', () => {
  const problemOf = async (delivery: unknown): Promise<string> => {
    const error = await readEvent(delivery as never, token).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  };
  const raw = 'Pass the raw body: the text or bytes as they arrived.';

  test.for([
    ['parsed', JSON.parse(body), `the body is already parsed (an object). ${raw}`],
    ['a parsed list', [1], `the body is already parsed (an array). ${raw}`],
    ['undefined', undefined, `the body is undefined. ${raw}`],
    ['null', null, `the body is null. ${raw}`],
    ['a number', 5, `the body is 5. ${raw}`],
    ['a stream of Node.js', { pipe() {} }, `the body is an unread stream. ${raw}`],
    ['bytes that were sent to a worker', transferred(), `the body is detached. ${raw}`],
    ['a Blob', new Blob([body]), `the body is an unread stream. ${raw}`],
    ['a Request', new Request('https://x.example'), `the body is an unread stream. ${raw}`],
    ['a stream', new Response('').body, `the body is an unread stream. ${raw}`],
  ] as const)('a body that is %s', async ([, sent, problem]) => {
    expect(await problemOf({ headers, body: sent })).toBe(`readEvent: ${problem}`);
  });

  test.for([null, undefined, 'x-truework-token', 5, [[tokenHeader, token]]])(
    'invalid headers: %j',
    async (none) => {
      expect(await problemOf({ headers: none, body })).toMatch(
        /^readEvent: headers must be the headers of the request, as an object or as Headers, not /,
      );
    },
  );

  test.for([null, undefined, 'x', []])('no delivery: %j', async (none) => {
    expect(await problemOf(none)).toMatch(/^readEvent: the delivery must be \{ headers, body \}, not /);
  });

  test('a getter that throws', async () => {
    const getter = {
      get: () => {
        throw new Error('canary');
      },
      enumerable: true,
    };
    expect(await problemOf(Object.defineProperty({ headers }, 'body', getter))).toBe(
      'readEvent: headers or body cannot be read, because a getter throws.',
    );
    expect(await problemOf({ headers: Object.defineProperty({}, tokenHeader, getter), body })).toBe(
      'readEvent: headers cannot be read, because a getter throws.',
    );
  });
});

test.each([
  ['lists', (inside: string) => `[${inside}]`],
  ['objects', (inside: string) => `{"a":${inside}}`],
])('a body of %s inside each other is read down to 100 levels', async (_, wrap) => {
  const nested = (levels: number) => {
    let inside = '"\\"[[[{{{"';
    for (let level = 0; level < levels; level += 1) inside = wrap(inside);
    return `{"hook":{"event":"order.completed"},"data":${inside}}`;
  };
  expect(await readEvent({ headers, body: nested(99) }, token)).toMatchObject({ type: 'unknown' });
  const tooDeep = { reason: 'body-too-deep', message: 'The body is nested more than 100 levels deep.' };
  for (const levels of [100, 20_000])
    expect(await rejection({ body: nested(levels) })).toMatchObject(tooDeep);
});

test('of two fields with one name the last counts, and names of prototypes are fields', async () => {
  const sent =
    '{"hook":{"event":"a","event":"order.completed","__proto__":{"id":5}},"data":null,"__proto__":[1]}';
  const event = await readEvent({ headers, body: sent }, token);
  expect(JSON.stringify(event)).toBe(
    '{"hook":{"event":"order.completed","__proto__":{"id":5}},"data":null,"__proto__":[1],"type":"unknown"}',
  );
  expect([event.hook['id' as never], Object.getPrototypeOf(event)]).toEqual([undefined, Object.prototype]);
});

test.for([
  () => Promise.reject(new Error('no SHA-256')),
  () => {
    throw new Error('no SHA-256');
  },
])('WebCrypto that fails is a ConfigurationError, and no token is right', async (fail) => {
  const digest = vi.spyOn(crypto.subtle, 'digest').mockImplementation(fail);
  try {
    await expect(readEvent({ headers, body }, token)).rejects.toEqual(
      new ConfigurationError('webhooks need WebCrypto with SHA-256, which failed or is missing here.'),
    );
  } finally {
    digest.mockRestore();
  }
});

test('no error contains the token or any part of the body', async () => {
  const canary = 'c4n4ryB0dy';
  const errors = await Promise.all([
    rejection({ headers: {} }),
    rejection({ headers: { [tokenHeader]: `${token}x` } }),
    rejection({ headers: { [tokenHeader]: [token, token] } }),
    rejection({ body: `{"hook": ${canary}` }),
    rejection({ body: JSON.stringify({ hook: { id: canary } }) }),
    rejection({
      body: JSON.stringify({ hook: { event: 'verification_request.state.change' }, data: canary }),
    }),
  ]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(TrueworkError);
    expect(error.name).toBe('WebhookInvalidError');
    const shown = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error), error.stack];
    for (const text of shown) expect(text).not.toMatch(/c4n4ry/);
  }
});
