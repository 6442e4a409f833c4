import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { listen } from '../test/support/listen.ts';
import {
  errorOf,
  respondWith,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { AmbiguousOutcomeError, ResponseInvalidError, ValidationError } from './errors.ts';
import type { Check } from './options.ts';
import { createTruework } from './truework.ts';

// Work and memory are bounded, whatever a server sends.

const maxResponseBytes = 10_000;
const json = { 'content-type': 'application/json' };

/** An endless body, in chunks of a thousand bytes, and how much of it was read. */
function endlessBody(): { body: ReadableStream; pulled: () => number; isCanceled: () => boolean } {
  let pulled = 0;
  let isCanceled = false;
  const source: UnderlyingDefaultSource = {
    pull(stream) {
      pulled += 1;
      stream.enqueue(new TextEncoder().encode(' '.repeat(1_000)));
    },
    cancel() {
      isCanceled = true;
    },
  };
  const body = new ReadableStream(source, { highWaterMark: 0 });
  return { body, pulled: () => pulled, isCanceled: () => isCanceled };
}

describe('an endless body', () => {
  const lengths: readonly [string, Record<string, string>, number][] = [
    ['without a length', {}, 11],
    ['with a wrong Content-Length', { 'content-length': '10' }, 11],
    ['whose Content-Length is not a number', { 'content-length': 'long' }, 11],
    ['whose Content-Length is too large', { 'content-length': '10001' }, 0],
  ];
  test.for(lengths)('%s is read up to the limit', async ([, headers, chunks]) => {
    const { body, pulled, isCanceled } = endlessBody();
    const client = testClient(() => new Response(body, { headers: { ...json, ...headers } }), {
      maxResponseBytes,
    });
    const error = await client.errorOf(client.truework.verifications.get('AAAA'));
    expect(error).toBeInstanceOf(ResponseInvalidError);
    expect(error.message).toBe('getVerification: the response is longer than maxResponseBytes (10000).');
    expect(error['status']).toBe(200);
    expect(pulled()).toBe(chunks);
    expect(isCanceled()).toBe(true);
    expect(client.sent).toHaveLength(1);
    expect(client.sent[0]?.init.signal?.aborted).toBe(true);
  });

  test.for([200, 409, 500])('of a create with %i leaves its outcome unknown', async (status) => {
    const { body, pulled } = endlessBody();
    const client = testClient(() => new Response(body, { status, headers: json }), { maxResponseBytes });
    const error = await client.errorOf(client.truework.verifications.create(verificationInput));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toBeInstanceOf(ResponseInvalidError);
    expect(pulled()).toBe(11);
  });

  test('of more than a mebibyte is not parsed if it is nested more than 100 levels deep', async () => {
    const parse = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parse.mockRestore());
    const deep = (levels: number) => '['.repeat(levels) + ' '.repeat(2 ** 20) + ']'.repeat(levels);
    const errorAt = async (levels: number) => {
      const client = testClient(respondWith(200, deep(levels)));
      const error = await client.errorOf(client.truework.verifications.get('AAAA'));
      expect(error).toBeInstanceOf(ResponseInvalidError);
      return String(error);
    };
    expect(await errorAt(101)).toContain('the response is nested more than 100 levels deep.');
    expect(parse).not.toHaveBeenCalled();
    expect(await errorAt(100)).toContain('the response does not match the spec');
  });
});

test.for([
  [2 ** 25, 'was truncated or is not JSON'],
  [2 ** 25 + 1, 'is longer than maxResponseBytes (33554432)'],
] as const)('a body of %i bytes by its Content-Length %s', async ([length, problem]) => {
  const client = testClient(respondWith(200, '', { 'content-length': String(length) }));
  const error = await client.errorOf(client.truework.verifications.get('AAAA'));
  expect(error.message).toBe(`getVerification: the response ${problem}.`);
});

test('a thousand different warnings are reported, each once', async () => {
  const texts = Array.from({ length: 2_002 }, (_, index) => String(Math.floor(index / 2)));
  const response: Check['response'] = ({ warn }) => {
    for (const text of texts) warn('drift', text);
  };
  const client = testClient(respondWith(200, verification('AAAA')), { validation: { response } });
  await client.truework.verifications.get('AAAA');
  expect(client.warnings.map(({ message }) => message)).toEqual([...new Set(texts)].slice(0, 1_000));
});

test('a compressed body that is large once decompressed closes its connection', async () => {
  const packed = gzipSync(Buffer.alloc(64 * 2 ** 20, ' '));
  let closed: Promise<unknown> | undefined;
  const { url } = await listen((request, response) => {
    closed = new Promise((resolve) => request.socket.on('close', resolve));
    // Not ended, so that only the client closes the connection.
    response.writeHead(200, { ...json, 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' });
    response.write(packed);
  });
  const options = { rateLimiter: false, maxResponseBytes, retries: 0 } as const;
  const error = await errorOf(createTruework({ token, environment: url, ...options }).verifications.get('A'));
  await closed;
  expect(packed.length).toBeLessThan(100_000);
  expect(error).toBeInstanceOf(ResponseInvalidError);
  expect(error.message).toContain('maxResponseBytes (10000)');
});

/** The error of a response with these field errors. */
async function rejectedWith(invalid_fields: unknown, message = 'Not valid.'): Promise<ValidationError> {
  const client = testClient(respondWith(400, { error: { message, invalid_fields } }));
  const error = await client.errorOf(client.truework.verifications.create(verificationInput));
  expect(error).toBeInstanceOf(ValidationError);
  return error as unknown as ValidationError;
}

const start = 'createVerification: the server responded with 400 (validation).';

// How many field errors are read is tested in error-from-response.test.ts.
describe('field errors', () => {
  test('of more than a mebibyte are not parsed, which would take seconds', async () => {
    const field = (megabytes: number) => ({ target: ' '.repeat(megabytes * 2 ** 20) });
    expect((await rejectedWith(field(0.99))).apiMessage).toBe('Not valid.');
    expect((await rejectedWith(field(1))).apiMessage).toBeUndefined();
  });

  test('of 10,000 levels are read down to the twentieth', async () => {
    const nested = `${'{"a":'.repeat(10_000)}"No."${'}'.repeat(10_000)}`;
    const body = `{"error": {"message": "Not valid.", "invalid_fields": ${nested}}}`;
    const client = testClient(respondWith(400, body));
    const error = await client.errorOf(client.truework.verifications.create(verificationInput));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.message).toBe(`${start} Not valid. ${'{"a":'.repeat(20)}{}${'}'.repeat(20)}`);
  });

  test('an input that is nested as deep as JSON allows is rejected or redacted', async () => {
    let deep: unknown = 'Quillbert';
    for (let level = 0; level < 3_000; level += 1) deep = { deep };
    const client = testClient(respondWith(400, { error: { message: 'Quillbert is not valid.' } }));
    const error = await client.errorOf(
      client.truework.verifications.create({
        ...verificationInput,
        target: { ...verificationInput.target, deep },
      } as typeof verificationInput),
    );
    expect(error.code).toBe('validation');
  });
});
