import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { listen } from '../test/support/listen.ts';
import {
  errorOf,
  type Responder,
  respondWith,
  testClient,
  token,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import type { FieldErrors } from './errors.ts';
import { AmbiguousOutcomeError, ResponseInvalidError, ValidationError } from './errors.ts';
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
    expect(pulled()).toBe(chunks);
    expect(isCanceled()).toBe(true);
    expect(client.sent).toHaveLength(1);
    expect(client.sent[0]?.init.signal?.aborted).toBe(true);
  });

  test('of a create with 400 is still a rejection', async () => {
    const { body, pulled } = endlessBody();
    const client = testClient(() => new Response(body, { status: 400, headers: json }), { maxResponseBytes });
    const error = await client.errorOf(client.truework.verifications.create(verificationInput));
    expect(error).toBeInstanceOf(ValidationError);
    expect(pulled()).toBe(11);
  });

  test.for([200, 409, 500])('of a create with %i leaves its outcome unknown', async (status) => {
    const { body, pulled } = endlessBody();
    const client = testClient(() => new Response(body, { status, headers: json }), { maxResponseBytes });
    const error = await client.errorOf(client.truework.verifications.create(verificationInput));
    expect(error).toBeInstanceOf(AmbiguousOutcomeError);
    expect(error.cause).toBeInstanceOf(ResponseInvalidError);
    expect(pulled()).toBe(11);
  });

  test('of chunks that are not bytes is read up to the first', async () => {
    let pulled = 0;
    const body = new ReadableStream(
      {
        pull(stream) {
          pulled += 1;
          stream.enqueue({ length: 1 });
        },
      },
      { highWaterMark: 0 },
    );
    const response = { ok: true, status: 200, headers: new Headers(json), body, text: async () => '' };
    const client = testClient((() => response) as unknown as Responder, { maxResponseBytes });
    expect(await client.errorOf(client.truework.verifications.get('AAAA'))).toBeInstanceOf(
      ResponseInvalidError,
    );
    expect(pulled).toBe(1);
  });

  test('a body of exactly the maximum length is read', async () => {
    const json = JSON.stringify(verification('AAAA'));
    const text = json + ' '.repeat(maxResponseBytes - Buffer.byteLength(json));
    const client = testClient(respondWith(200, text), { maxResponseBytes });
    expect(await client.truework.verifications.get('AAAA')).toEqual(verification('AAAA'));
    const longer = testClient(respondWith(200, `${text} `), { maxResponseBytes });
    expect(await longer.errorOf(longer.truework.verifications.get('AAAA'))).toBeInstanceOf(
      ResponseInvalidError,
    );
  });
});

/** The error of a call, after the server has seen the connection close. */
async function errorBefore(respond: RequestListener): Promise<unknown> {
  let closed: Promise<unknown> | undefined;
  const { url } = await listen((request, response) => {
    closed = new Promise((resolve) => request.socket.on('close', resolve));
    respond(request, response);
  });
  const options = { rateLimiter: false, maxResponseBytes, retries: 0 } as const;
  const truework = createTruework({ token, environment: url, ...options });
  const error = await errorOf(truework.verifications.get('AAAA'));
  await closed;
  return error;
}

describe('on a connection, which is closed', () => {
  test('a body in endless chunks', async () => {
    const error = await errorBefore((_, response) => {
      response.writeHead(200, json);
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(1_000)));
      };
      response.on('drain', more);
      more();
    });
    expect(error).toBeInstanceOf(ResponseInvalidError);
  });

  test('a compressed body that is large once decompressed', async () => {
    const packed = gzipSync(Buffer.alloc(64 * 2 ** 20, ' '));
    const length = String(packed.length);
    const error = await errorBefore((_, response) => {
      // Not ended, so that only the client closes the connection.
      response.writeHead(200, { ...json, 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' });
      response.write(packed);
    });
    expect(Number(length)).toBeLessThan(100_000);
    expect(error).toBeInstanceOf(ResponseInvalidError);
    expect((error as Error).message).toContain('maxResponseBytes (10000)');
  });
});

/** The error of a response with these field errors. */
async function rejectedWith(invalid_fields: unknown, message = 'Not valid.'): Promise<ValidationError> {
  const client = testClient(respondWith(400, { error: { message, invalid_fields } }));
  const error = await client.errorOf(client.truework.verifications.create(verificationInput));
  expect(error).toBeInstanceOf(ValidationError);
  return error as unknown as ValidationError;
}

function countOf(fields: FieldErrors | string[] | string): number {
  if (typeof fields === 'string') return 0;
  return Object.values(fields).reduce((sum, inside) => sum + 1 + countOf(inside), 0);
}

function depthOf(fields: FieldErrors | string[] | string): number {
  if (typeof fields === 'string' || Array.isArray(fields) || Object.keys(fields).length === 0) return 0;
  return 1 + Math.max(0, ...Object.values(fields).map(depthOf));
}

function nested(levels: number): string {
  return `${'{"a":'.repeat(levels)}"No."${'}'.repeat(levels)}`;
}

const long = 'There is no end to this. '.repeat(8_000);
const start = 'createVerification: the server responded with 400 (validation).';

describe('field errors', () => {
  test('200 KB of text in the message', async () => {
    const { message, apiMessage } = await rejectedWith({}, long);
    expect(apiMessage).toBe('[redacted]');
    expect(message).toBe(`${start} [redacted] {}`);
  });

  test('a string instead of a map', async () => {
    const { invalidFields, message } = await rejectedWith('One sentence.');
    expect(invalidFields).toEqual({ non_field_errors: ['One sentence.'] });
    expect(message).toBe(`${start} Not valid. {"non_field_errors":["One sentence."]}`);
    expect((await rejectedWith(long)).invalidFields).toEqual({ non_field_errors: ['[redacted]'] });
    expect((await rejectedWith(['One.', 7, 'Two.'])).invalidFields).toEqual({
      non_field_errors: ['One.', 'Two.'],
    });
  });

  test('a string instead of an array', async () => {
    const { invalidFields } = await rejectedWith({ non_field_errors: 'One sentence.', target: long });
    expect(invalidFields).toEqual({ non_field_errors: ['One sentence.'], target: ['[redacted]'] });
  });

  test.for([
    ['a text each', 'No.', 200],
    ['a list of a text each', ['No.'], 200],
    ['an empty list each', [], 200],
    ['a list without a text each', [7, null], 200],
    ['an empty map each', {}, 200],
  ] as const)('10,000 fields with %s', async ([, inside, count]) => {
    const { invalidFields, message } = await rejectedWith(
      Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field number ${index}`, inside])),
    );
    expect(countOf(invalidFields)).toBe(count);
    expect(message.length).toBe(2_001);
  });

  test('10,000 messages of one field', async () => {
    const { invalidFields, message } = await rejectedWith({ target: Array(10_000).fill('No.') });
    expect(invalidFields).toEqual({ target: Array(199).fill('No.') });
    expect(message.length).toBe(`${start} Not valid. `.length + JSON.stringify(invalidFields).length);
  });

  test('a thousand long messages are not all read', async () => {
    const { invalidFields, message } = await rejectedWith({
      target: Array(1_000).fill('1-1-1-x'.repeat(140)),
    });
    // A field, and 199 parts of a hundred characters: twenty messages, of which each has ten.
    expect(countOf(invalidFields)).toBe(21);
    expect(message.length).toBe(2_001);
  });

  test('of more than a mebibyte are not parsed, which would take seconds', async () => {
    const field = (megabytes: number) => ({ target: ' '.repeat(megabytes * 2 ** 20) });
    expect((await rejectedWith(field(0.99))).apiMessage).toBe('Not valid.');
    expect((await rejectedWith(field(1))).apiMessage).toBeUndefined();
  });

  test('10,000 levels', async () => {
    const text = `{"error": {"message": "Not valid.", "invalid_fields": ${nested(10_000)}}}`;
    const client = testClient(respondWith(400, text));
    const error = await client.errorOf(client.truework.verifications.create(verificationInput));
    expect(error).toBeInstanceOf(ValidationError);
    expect(depthOf(error['invalidFields'] as FieldErrors)).toBe(20);
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
