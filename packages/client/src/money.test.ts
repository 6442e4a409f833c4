import { getCACertificates, setDefaultCACertificates, type TlsOptions } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { testCertificates, testKeyPem } from '../test/support/test-certificates.ts';
import {
  respondWith,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import {
  clockOnDemand,
  http,
  type Respond,
  type TestServer,
  testServer,
} from '../test/support/test-server.ts';
import {
  AmbiguousOutcomeError,
  type CallError,
  ConfigurationError,
  NetworkError,
  RateLimitedError,
  ServerError,
  TimeoutError,
  ValidationError,
} from './errors.ts';
import type { TrueworkOptions } from './options.ts';
import { createTruework, type Truework } from './truework.ts';

// A failed call that must not be repeated is in one of three classes: nothing was sent, the API rejected it, or its outcome is unknown. The
// class is compared with what arrived at a server.

/** The calls that must not be repeated. */
const unsafe: Readonly<Record<string, (truework: Truework, options?: object) => Promise<unknown>>> = {
  create: ({ verifications }, options) => verifications.create(verificationInput, options),
  reverify: ({ verifications }, options) => verifications.reverify('AAAA', { report_id: 'BBBB' }, options),
  cancel: ({ verifications }, options) =>
    verifications.cancel(
      'AAAA',
      { cancellation_reason: 'other', cancellation_details: 'Withdrawn' },
      options,
    ),
  createSession: ({ credentials }, options) =>
    credentials.createSession({ ...verificationInput, use_case: 'mortgage' }, options),
};

const servers: TestServer[] = [];

afterEach(async () => {
  vi.unstubAllGlobals();
  for (const server of servers.splice(0)) await server.close();
});

async function serve(...args: Parameters<typeof testServer>): Promise<TestServer> {
  const server = await testServer(...args);
  servers.push(server);
  return server;
}

function clientOf(environment: string, options: Partial<TrueworkOptions> = {}): Truework {
  return createTruework({ token, environment, random: () => 0, rateLimiter: false, ...options });
}

type AnyFailure = CallError & { readonly reason?: string; readonly sent?: boolean };

async function failureOf(call: Promise<unknown>): Promise<AnyFailure> {
  return await call.then(
    () => expect.unreachable('the call succeeded'),
    (error) => error,
  );
}

/** Each case with each call that must not be repeated. */
function withEachCall<Case extends readonly [string, ...unknown[]]>(cases: readonly Case[]) {
  return cases.flatMap((each) =>
    Object.entries(unsafe).map(([name, call]) => ({ what: each[0], name, call, each })),
  );
}

const done = (socket: { write(text: string): void }) => socket.write(http(201, whole));

/** A success response for all of the calls. */
const whole = JSON.stringify({ ...verification('AAAA'), token: 'sample' });

describe('nothing was sent', () => {
  beforeAll(() => {
    const before = getCACertificates('default');
    setDefaultCACertificates([testCertificates.authority]);
    return () => setDefaultCACertificates(before);
  });

  /** A server with this certificate, and its URL. */
  const tls = (name: keyof typeof testCertificates, options?: TlsOptions) => async () => {
    const server = await serve(done, { key: testKeyPem, cert: testCertificates[name], ...options });
    return { server, url: `https://localhost:${server.port}` };
  };

  /** A URL without a server. */
  const nowhere = (url: string) => async () => ({ server: undefined, url });

  const cases: readonly (readonly [
    what: string,
    open: () => Promise<{ server: TestServer | undefined; url: string }>,
    reason: RegExp,
  ])[] = [
    [
      'connection refused',
      async () => {
        const server = await testServer(done);
        await server.close();
        return { server, url: `http://127.0.0.1:${server.port}` };
      },
      /^ECONNREFUSED$/,
    ],
    ['the host is unknown', nowhere('https://name.invalid'), /^(ENOTFOUND|EAI_AGAIN)$/],
    // No TCP connection goes to this address.
    [
      'there is no route',
      nowhere('https://255.255.255.255'),
      /^(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|EACCES)$/,
    ],
    ['fetch does not connect to the port', nowhere('http://127.0.0.1:6000'), /^network$/],
    ['the certificate is self-signed', tls('selfSigned'), /^DEPTH_ZERO_SELF_SIGNED_CERT$/],
    ['the certificate is for another host', tls('wrongHost'), /^ERR_TLS_CERT_ALTNAME_INVALID$/],
    ['the certificate has expired', tls('expired'), /^CERT_HAS_EXPIRED$/],
    ['the authority is unknown', tls('unknownAuthority'), /^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/],
    [
      'the client needs a certificate',
      tls('right', { requestCert: true, maxVersion: 'TLSv1.2' }),
      /^ERR_SSL_SSL(V3|\/TLS)_ALERT_HANDSHAKE_FAILURE$/,
    ],
    [
      'the server ends the handshake',
      tls('right', { SNICallback: (_, callback) => callback(new Error('no such host')) }),
      /^ECONNRESET$/,
    ],
    [
      'the server speaks no HTTP/1.1',
      tls('right', { ALPNProtocols: ['h3'] }),
      /^ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL$/,
    ],
    [
      'the server has no TLS',
      async () => {
        const server = await serve(done);
        return { server, url: `https://127.0.0.1:${server.port}` };
      },
      /^ERR_SSL_WRONG_VERSION_NUMBER$/,
    ],
  ];

  test.for(withEachCall(cases))('$what: $name', async ({ call, each: [, open, reason] }) => {
    const { server, url } = await open();
    const error = await failureOf(call(clientOf(url)));
    expect(error).toBeInstanceOf(NetworkError);
    expect(error).not.toBeInstanceOf(AmbiguousOutcomeError);
    expect(error).toMatchObject({ sent: false, reason: expect.stringMatching(reason) });
    expect(server?.arrived ?? []).toEqual([]);
  });

  test('the server with a valid certificate gets the request', async () => {
    const { server, url } = await tls('right')();
    expect(await clientOf(url).verifications.create(verificationInput)).toHaveProperty('id', 'AAAA');
    expect(server.arrived).toEqual(['POST /verification-requests/']);
  });

  test.for(Object.entries(unsafe))('the signal is aborted: %s', async ([, call]) => {
    const server = await serve(done);
    const error = await failureOf(
      call(clientOf(`http://127.0.0.1:${server.port}`), { signal: AbortSignal.abort() }),
    );
    expect(error.code).toBe('aborted');
    expect(error).not.toHaveProperty('attempt');
    expect(server.arrived).toEqual([]);
  });

  test.for(Object.entries(unsafe))('the hook aborts the signal: %s', async ([, call]) => {
    const server = await serve(done);
    const controller = new AbortController();
    const truework = clientOf(`http://127.0.0.1:${server.port}`, { onAttempt: () => controller.abort() });
    const error = await failureOf(call(truework, { signal: controller.signal }));
    expect(error.code).toBe('aborted');
    expect(error).not.toHaveProperty('attempt');
    expect(server.connections()).toBe(0);
  });

  test.for(Object.entries(unsafe))('there is no global fetch: %s', async ([, call]) => {
    vi.stubGlobal('fetch', undefined);
    const error = await failureOf(call(clientOf('sandbox')));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain('fetch');
  });

  test.for([
    ['no time', { now: () => Number.NaN }],
    ['a time that no date has', { now: () => Infinity }],
    [
      'an error',
      {
        now: () => {
          throw new Error('clock');
        },
      },
    ],
    ['a timer that goes off at once', { after: (_: number, callback: () => void) => callback() as never }],
    [
      'an error instead of a timer',
      {
        after: () => {
          throw new Error('clock');
        },
      },
    ],
    [
      'an error instead of a duration',
      {
        elapsed: () => {
          throw new Error('clock');
        },
      },
    ],
  ] as const)('the clock returns %s', async ([, broken]) => {
    const server = await serve(done);
    const clock = { ...clockOnDemand(), ...broken };
    const error = await failureOf(
      clientOf(`http://127.0.0.1:${server.port}`, { clock }).verifications.create(verificationInput),
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(server.arrived).toEqual([]);
  });
});

test('headers of the connection that the hook adds are not sent', async () => {
  const server = await serve(done);
  const truework = clientOf(`http://127.0.0.1:${server.port}`, {
    onAttempt: ({ headers }) => {
      Object.assign(headers, {
        'content-length': '1',
        'transfer-encoding': 'chunked',
        expect: '100-continue',
      });
    },
  });
  expect(await truework.verifications.create(verificationInput)).toHaveProperty('id', 'AAAA');
  expect(server.arrived).toHaveLength(1);
});

test('a fetch of the caller needs no other part of the Fetch API', async () => {
  vi.stubGlobal('Request', undefined);
  const { truework, sent } = testClient(respondWith(201, verification('AAAA')));
  expect(await truework.verifications.create(verificationInput)).toHaveProperty('id', 'AAAA');
  expect(sent[0]?.init).not.toHaveProperty('cache');
});

/** Writes, then breaks the connection with a reset. */
const thenReset =
  (text: string): Respond =>
  (socket) =>
    socket.write(text, () => socket.resetAndDestroy());
/** Writes, then ends the connection cleanly. */
const thenEnd =
  (text: string): Respond =>
  (socket) =>
    socket.end(text);
const responding = (...args: Parameters<typeof http>): Respond => thenKeep(http(...args));
const thenKeep =
  (text: string): Respond =>
  (socket) =>
    socket.write(text);

const created = http(201, whole);
const headersEnd = created.indexOf('\r\n\r\n') + 4;
const withoutId = JSON.stringify({ state: 'processing', target: {}, token: 'sample' });

/** A success that ends with its connection, and whose body is read as a stream. */
const withoutLength = `HTTP/1.1 201 Sample\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${whole}`;

describe('the outcome is unknown', () => {
  const cases: readonly (readonly [string, Respond, cause: string])[] = [
    ['a reset before the response', thenReset(''), 'network'],
    ['an end before the response', thenEnd(''), 'network'],
    ['a reset inside the headers', thenReset(created.slice(0, 20)), 'network'],
    ['an end inside the headers', thenEnd(created.slice(0, 20)), 'network'],
    ['a reset after the headers', thenReset(created.slice(0, headersEnd)), 'network'],
    ['an end after the headers', thenEnd(created.slice(0, headersEnd)), 'network'],
    ['a reset inside the body', thenReset(created.slice(0, -5)), 'network'],
    ['an end inside the body', thenEnd(created.slice(0, -5)), 'network'],
    ['what is not HTTP', thenEnd('SSH-2.0-Sample\r\n'), 'network'],
    ['headers without an end', thenEnd(`HTTP/1.1 201 Sample\r\nx-long: ${'x'.repeat(100_000)}`), 'network'],
    [
      'a body that is not gzip, as its header says',
      responding(201, whole, { 'content-encoding': 'gzip' }),
      'network',
    ],
    [
      'a length that is too short',
      responding(201, whole, { 'content-length': Buffer.byteLength(whole) - 5 }),
      'response-invalid',
    ],
    [
      'a length that is too long',
      thenEnd(http(201, whole, { 'content-length': Buffer.byteLength(whole) + 5 })),
      'network',
    ],
    ['JSON that is broken', responding(201, `${whole.slice(0, -1)},`), 'response-invalid'],
    ['JSON without an id', responding(201, withoutId), 'response-invalid'],
    ['{}', responding(201, '{}'), 'response-invalid'],
    ['[]', responding(201, '[]'), 'response-invalid'],
    ['null', responding(201, 'null'), 'response-invalid'],
    ['an empty body', responding(201, ''), 'response-invalid'],
    ['204', thenKeep('HTTP/1.1 204 Sample\r\n\r\n'), 'response-invalid'],
    ['HTML', responding(201, '<html></html>', { 'content-type': 'text/html' }), 'response-invalid'],
    [
      'a body that is too long',
      responding(201, JSON.stringify({ ...JSON.parse(whole), x: 'x'.repeat(5_000) })),
      'response-invalid',
    ],
    ...[301, 302, 303, 307, 308].map(
      (status) =>
        [`${status}`, responding(status, '', { location: '/elsewhere' }), 'response-invalid'] as const,
    ),
    ...[500, 502, 503, 504, 599].map(
      (status) =>
        [
          `${status} in the form of the API`,
          responding(status, '{"error":{"message":"Sample"}}'),
          'server',
        ] as const,
    ),
    ...[402, 408, 409, 410, 418, 422, 425, 428, 499].flatMap((status) =>
      [
        '<html></html>',
        '{"error":{"message":"Sample","code":7}}',
        '{"error":{"message":"Sample"},"request_id":"7"}',
        '{"error":{"message":"Sample","invalid_fields":"x"}}',
        '{"error":{"message":7}}',
        '{"error":"Sample"}',
        '[{"error":{"message":"Sample"}}]',
      ].map((body) => [`${status} with ${body}`, responding(status, body), 'server'] as const),
    ),
  ];

  test.for(withEachCall(cases))('$what: $name', async ({ call, each: [, respond, cause] }) => {
    const server = await serve(respond);
    const truework = clientOf(`http://127.0.0.1:${server.port}`, { maxResponseBytes: 4_000 });
    const error = await failureOf(call(truework));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toMatchObject({ code: cause, attempt: 1 });
    if (cause === 'network') expect(error.cause).toHaveProperty('sent', true);
    expect(server.arrived).toHaveLength(1);
  });

  const stalls: readonly (readonly [string, string])[] = [
    ['before the response', ''],
    ['inside the headers', created.slice(0, 20)],
    ['after the headers', created.slice(0, headersEnd)],
    ['inside the body', created.slice(0, -5)],
  ];

  test.for(withEachCall(stalls))('a stall $what: $name', async ({ call, each: [, text] }) => {
    const clock = clockOnDemand();
    const server = await serve((socket) => socket.write(text || ' ', () => setImmediate(clock.endTime)));
    const error = await failureOf(call(clientOf(`http://127.0.0.1:${server.port}`, { clock })));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toMatchObject({ code: 'timeout', attempt: 1 });
    expect(server.arrived).toHaveLength(1);
  });

  test.for(withEachCall(stalls))('an abort in a stall $what: $name', async ({ call, each: [, text] }) => {
    const controller = new AbortController();
    const server = await serve((socket) => socket.write(text || ' ', () => controller.abort()));
    const { signal } = controller;
    const error = await failureOf(call(clientOf(`http://127.0.0.1:${server.port}`), { signal }));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toMatchObject({ code: 'aborted', attempt: 1 });
    expect(server.arrived).toHaveLength(1);
  });

  test.for([
    [
      'has already read the body',
      async (response: Response) => {
        response.body?.getReader();
        return response;
      },
    ],
    [
      'returns a body that fails like a connection',
      async ({ headers }: Response) => {
        const pull = () => Promise.reject(Object.assign(new Error('Sample'), { code: 'ECONNREFUSED' }));
        return new Response(new ReadableStream({ pull }), { status: 201, headers });
      },
    ],
    ['fails over a URL once the response is there', async () => new URL('') as never],
    ['fails over an argument once the response is there', async () => Buffer.alloc('7' as never) as never],
  ] as const)('a fetch of the caller that %s', async ([, spoil]) => {
    const server = await serve(thenEnd(withoutLength));
    const fetch: NonNullable<TrueworkOptions['fetch']> = async (url, init) =>
      await spoil(await globalThis.fetch(url, init));
    const error = await failureOf(
      clientOf(`http://127.0.0.1:${server.port}`, { fetch }).verifications.create(verificationInput),
    );
    expect(server.arrived).toHaveLength(1);
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toMatchObject({ code: 'network', sent: true });
  });

  test.for([
    ['returns nothing', undefined],
    [
      'returns something that throws',
      () => {
        throw new Error('clock');
      },
    ],
  ] as const)('though the timer %s that would prevent it', async ([, prevent]) => {
    const clock = clockOnDemand();
    const after = (milliseconds: number, callback: () => void) => {
      clock.after(milliseconds, callback);
      return prevent as never;
    };
    const server = await serve(() => setImmediate(clock.endTime));
    const truework = clientOf(`http://127.0.0.1:${server.port}`, { clock: { ...clock, after } });
    const error = await failureOf(truework.verifications.create(verificationInput));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toHaveProperty('code', 'timeout');
  });

  const sample = { operation: 'createVerification', problem: 'Sample.' } as const;
  // As one that the check got from a call of its own.
  const ofACheck: readonly (readonly [string, Error])[] = [
    ['a rate limit', new RateLimitedError(sample)],
    ['a server error', new ServerError({ ...sample, status: 503 })],
    ['a connection', new NetworkError({ ...sample, reason: 'ECONNREFUSED', sent: false })],
    ['a timeout', new TimeoutError(sample)],
    ['an invalid request', new ValidationError({ ...sample, invalidFields: {} })],
    ['an ambiguous outcome', new AmbiguousOutcomeError(sample)],
  ];
  test.for(
    withEachCall(
      ofACheck.flatMap((each) =>
        (['validation', 'signatures'] as const).map(
          (option) => [`${each[0]} of ${option}`, option, each[1]] as const,
        ),
      ),
    ),
  )('though a check rejects its response with $what: $name', async ({ call, each: [, option, failure] }) => {
    const server = await serve(done);
    const check = { response: () => Promise.reject(failure) };
    const truework = clientOf(`http://127.0.0.1:${server.port}`, { [option]: check });
    const error = await failureOf(call(truework));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toBe(failure);
    expect(error.message).not.toContain('undefined');
    expect(server.arrived).toHaveLength(1);
  });

  test('even if the clock fails after the request was sent', async () => {
    const server = await serve((socket) => {
      clock.elapsed = () => {
        throw new Error('clock');
      };
      socket.end();
    });
    const clock = { ...clockOnDemand(), elapsed: () => 0 };
    const error = await failureOf(
      clientOf(`http://127.0.0.1:${server.port}`, { clock }).verifications.create({
        ...verificationInput,
        loan_id: 'L-1',
      }),
    );
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
  });
});

describe('the API rejected it', () => {
  const documented = [400, 401, 403, 404, 405, 406, 429, 451, 501];
  const ofTheMessage = [413, 414, 415, 431];
  const envelope = '{"error":{"message":"Sample"}}';
  const cases: readonly (readonly [string, Respond])[] = [
    ...[...documented, ...ofTheMessage].flatMap((status) => {
      const cut = http(status, envelope).slice(0, -5);
      return [
        [`${status} in the form of the API`, responding(status, envelope)] as const,
        [`${status} in HTML`, responding(status, '<html></html>', { 'content-type': 'text/html' })] as const,
        [`${status} without a body`, responding(status, '')] as const,
        [`${status} with a body that is too long`, responding(status, 'x'.repeat(5_000))] as const,
        [
          `${status} with a body that is not the gzip that it says`,
          responding(status, envelope, { 'content-encoding': 'gzip' }),
        ] as const,
        [`${status} with an end inside the body`, thenEnd(cut)] as const,
        [`${status} with a reset inside the body`, thenReset(cut)] as const,
      ];
    }),
    ...[402, 408, 409, 410, 418, 422, 425, 428, 499].flatMap((status) => [
      [`${status} in the form of the API`, responding(status, envelope)] as const,
      [
        `${status} in the form of the API, with fields`,
        responding(status, '{"error":{"message":"Sample","invalid_fields":{"type":["Sample"]}}}'),
      ] as const,
    ]),
  ];

  test.for(withEachCall(cases))('$what: $name', async ({ call, each: [what, respond] }) => {
    const server = await serve(respond);
    const truework = clientOf(`http://127.0.0.1:${server.port}`, { maxResponseBytes: 4_000, retries: 0 });
    const error = await failureOf(call(truework));
    expect(error).not.toBeInstanceOf(AmbiguousOutcomeError);
    expect(error).toMatchObject({ status: Number(what.slice(0, 3)), attempt: 1 });
    expect(['network', 'timeout', 'aborted', 'response-invalid']).not.toContain(error.code);
    expect(server.arrived).toHaveLength(1);
  });

  test.for(withEachCall(documented.map((status) => [`${status}`, status] as const)))(
    '$what with a stalled body: $name',
    async ({ call, each: [, status] }) => {
      const clock = clockOnDemand();
      const server = await serve(thenKeep(http(status, envelope).slice(0, -5)));
      const fetch: NonNullable<TrueworkOptions['fetch']> = async (url, init) => {
        const response = await globalThis.fetch(url, init);
        setImmediate(clock.endTime);
        return response;
      };
      const truework = clientOf(`http://127.0.0.1:${server.port}`, { clock, fetch, retries: 0 });
      const error = await failureOf(call(truework));
      expect(error).not.toBeInstanceOf(AmbiguousOutcomeError);
      expect(error).toMatchObject({ status, attempt: 1 });
    },
  );
});
