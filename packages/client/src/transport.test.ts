import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  AbortedError,
  AmbiguousOutcomeError,
  AuthenticationError,
  ConfigurationError,
  FrozenDataError,
  NetworkError,
  NotFoundError,
  PermissionError,
  RateLimitedError,
  ResponseInvalidError,
  ServerError,
  TimeoutError,
  TrueworkError,
  ValidationError,
  VersionRejectedError,
} from './errors.ts';
import type { CredentialsSessionInput, VerificationInput } from './generated/types.gen.ts';
import { createTruework } from './truework.ts';

const token = 'tw_sk_test_c4n4ryt0k3n';
const order: VerificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Canaryfirst',
    last_name: 'Canarylast',
    social_security_number: '000-77-1234',
    contact_email: 'canary@example.com',
    date_of_birth: '1990-01-31',
    phone_number: '555-0177',
  },
  documents: [{ filename: 'canary.pdf', content: 'Q2FuYXJ5' }],
  additional_information: 'canary note',
};
const canaries = [
  token,
  ...Object.values(order.target).map(String),
  '000771234',
  'canary.pdf',
  'Q2FuYXJ5',
  'canary note',
];

type Answer = (url: string, init: RequestInit) => Promise<Response>;

function client(answer: Answer) {
  const calls: { url: string; init: RequestInit }[] = [];
  const fetch = ((url: string, init: RequestInit) => {
    calls.push({ url, init });
    return answer(url, init);
  }) as typeof globalThis.fetch;
  return { calls, truework: createTruework({ token, environment: 'sandbox', fetch, timeoutMs: 1_000 }) };
}

function answering(status: number, body: unknown, contentType = 'application/json'): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return async () => new Response(text, { status, headers: { 'Content-Type': contentType } });
}

async function errorOf(call: Promise<unknown>): Promise<TrueworkError & { cause?: unknown }> {
  return await call.then(
    () => expect.unreachable('the call succeeded'),
    (error) => error,
  );
}

/** Never answers, but ends when its signal does, as fetch does. */
const silent: Answer = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    const end = () => reject(new DOMException('aborted', 'AbortError'));
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end);
  });

afterEach(() => {
  vi.useRealTimers();
});

describe('a request', () => {
  test('pins the version, carries the key, and refuses redirects', async () => {
    const { truework, calls } = client(answering(200, { count: 0, next: null, previous: null, results: [] }));
    await truework.verifications.list({ state: 'completed', limit: 10 });
    const { url, init } = calls[0] ?? expect.unreachable();
    expect(url).toBe('https://api.truework-sandbox.com/verification-requests/?state=completed&limit=10');
    expect(Object.fromEntries(init.headers as Headers)).toEqual({
      accept: 'application/json; version=2019-10-15',
      authorization: `Bearer ${token}`,
    });
    expect(init.redirect).toBe('manual');
  });

  test.for(['', '.', '..'])('an id of "%s" is refused before anything is sent', async (id) => {
    const { truework, calls } = client(answering(200, {}));
    expect(await errorOf(truework.verifications.get(id))).toBeInstanceOf(ConfigurationError);
    expect(calls).toHaveLength(0);
  });

  test('an id cannot reach another path', async () => {
    const { truework, calls } = client(answering(200, {}));
    await truework.verifications.get('../companies/?q=1');
    expect(calls[0]?.url).toBe(
      'https://api.truework-sandbox.com/verification-requests/..%2Fcompanies%2F%3Fq%3D1',
    );
  });
});

describe('an answer that is no success', () => {
  test.for([
    [400, ValidationError, 'validation'],
    [401, AuthenticationError, 'authentication'],
    [403, PermissionError, 'permission'],
    [404, NotFoundError, 'not-found'],
    [406, VersionRejectedError, 'version-rejected'],
    [429, RateLimitedError, 'rate-limited'],
    [451, FrozenDataError, 'frozen-data'],
    [500, ServerError, 'server'],
    [501, ServerError, 'server'],
    [418, ServerError, 'server'],
  ] as const)('%s becomes its class', async ([status, kind, code]) => {
    const { truework } = client(answering(status, { error: { message: 'As it is.' } }));
    const error = await errorOf(truework.verifications.list());
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({
      code,
      status,
      operation: 'listVerifications',
      apiMessage: 'As it is.',
      name: kind.name,
    });
  });

  test('400 names the fields by the names of the request', async () => {
    const invalid_fields = {
      type: ['This field is required.'],
      target: { last_name: ['Not a valid string.'] },
    };
    const { truework } = client(
      answering(400, { error: { message: 'Invalid field values provided', invalid_fields } }),
    );
    const error = (await errorOf(truework.verifications.create(order))) as ValidationError;
    expect(error.invalidFields).toEqual(invalid_fields);
    expect(error.message).toContain('type, target.last_name');
  });

  test('an HTML page is a status all the same', async () => {
    const { truework } = client(answering(401, '<html>', 'text/html'));
    const error = await errorOf(truework.verifications.list());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.apiMessage).toBeUndefined();
  });
});

describe('a failure without a usable answer', () => {
  test('a broken connection is a NetworkError that names the reason', async () => {
    const { truework } = client(async () => {
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
    });
    const error = await errorOf(truework.verifications.list());
    expect(error).toBeInstanceOf(NetworkError);
    expect(error.message).toContain('ECONNRESET');
  });

  test('silence is a TimeoutError after timeoutMs, and not before', async () => {
    vi.useFakeTimers();
    const { truework } = client(silent);
    let error: unknown;
    truework.verifications.list().catch((thrown) => {
      error = thrown;
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(error).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(error).toBeInstanceOf(TimeoutError);
  });

  test("the caller's signal ends the call, also when it was there before", async () => {
    const { truework } = client(silent);
    const controller = new AbortController();
    const call = errorOf(truework.verifications.list({}, { signal: controller.signal }));
    controller.abort();
    expect(await call).toBeInstanceOf(AbortedError);
    expect(await errorOf(truework.verifications.list({}, { signal: AbortSignal.abort() }))).toBeInstanceOf(
      AbortedError,
    );
  });

  test('a redirect is refused', async () => {
    const { truework } = client(
      async () => new Response(null, { status: 307, headers: { Location: 'https://example.com' } }),
    );
    expect(await errorOf(truework.verifications.list())).toBeInstanceOf(ResponseInvalidError);
  });

  test.for([
    ['HTML', '<html></html>', 'text/html'],
    ['JSON that is cut short', '{"count": 1', 'application/json'],
    ['an empty body', '', 'application/json'],
    ['a bare value', '7', 'application/json'],
  ])('a success with %s is refused', async ([, body, contentType]) => {
    const { truework } = client(answering(200, body, contentType));
    expect(await errorOf(truework.verifications.list())).toBeInstanceOf(ResponseInvalidError);
  });
});

describe('a create', () => {
  test.for([
    ['a broken connection', () => Promise.reject(new TypeError('fetch failed')), NetworkError],
    ['a server error', answering(500, { error: { message: 'x' } }), ServerError],
    ['an unreadable answer', answering(201, '{'), ResponseInvalidError],
  ] as const)('is sent once, and after %s its outcome is not known', async ([, answer, cause]) => {
    const { truework, calls } = client(answer as Answer);
    const error = await errorOf(truework.verifications.create(order));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toBeInstanceOf(cause);
    expect(calls).toHaveLength(1);
  });

  test('refused is refused: its outcome is known', async () => {
    const { truework } = client(answering(501, { error: { message: 'x' } }));
    expect(await errorOf(truework.verifications.create(order))).toBeInstanceOf(ServerError);
  });
});

describe('no error shows the token or personal data', () => {
  const session: CredentialsSessionInput = {
    type: order.type,
    permissible_purpose: order.permissible_purpose,
    use_case: 'mortgage',
    target: order.target,
  };
  const calls = [
    {
      name: 'createSession',
      canaries: canaries.filter((canary) => !/pdf|note|Q2Fu/.test(canary)),
      input: session,
    },
    { name: 'create', canaries, input: order },
  ] as const;
  const failures: [string, (echo: string) => Answer][] = [
    ...[400, 401, 403, 404, 406, 429, 451, 500, 501].map((status): [string, (echo: string) => Answer] => [
      `${status} that echoes the request`,
      (echo) =>
        answering(status, {
          error: {
            message: echo,
            invalid_fields: {
              target: { last_name: [echo] },
              [echo]: [echo],
              deep: { deeper: { list: [echo] } },
            },
          },
        }),
    ]),
    ['an echo that is no JSON', (echo) => answering(201, echo, 'text/plain')],
    ['an echo inside broken JSON', (echo) => answering(201, `{"a": "${echo}`)],
    [
      'a fetch that puts the request into its error',
      (echo) => (url, init) => Promise.reject(Object.assign(new Error(echo), { url, init, cause: init })),
    ],
    [
      'a redirect',
      (echo) => async () =>
        new Response(null, {
          status: 302,
          headers: { Location: `https://example.com/${encodeURIComponent(echo)}` },
        }),
    ],
  ];
  const combinations = calls.flatMap((call) =>
    failures.map(([name, answer]) => ({ ...call, failure: name, answer })),
  );

  test.for(combinations)('$name: $failure', async ({ name, canaries, input, answer }) => {
    const { truework } = client(answer(`${canaries.join(' ')} "${order.target.first_name}"`));
    const call =
      name === 'create'
        ? truework.verifications.create(input as VerificationInput)
        : truework.credentials.createSession(input as CredentialsSessionInput);
    const error = await errorOf(call);
    expect(error).toBeInstanceOf(TrueworkError);
    const sinks = {
      message: error.message,
      stack: error.stack,
      string: String(error),
      json: JSON.stringify(error),
      inspect: inspect(error, { depth: Infinity, showHidden: true }),
    };
    for (const [sink, text] of Object.entries(sinks)) {
      for (const canary of canaries) expect(text?.includes(canary), `${sink} shows ${canary}`).toBe(false);
    }
  });
});
