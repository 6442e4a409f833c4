import { describe, expect, test } from 'vitest';
import { toBase64, withHeader, withSignature } from '../../test/support/test-signer.ts';
import { bytesOf, check, genuine, otherSigner, signer, textOf, verify } from '../../test/support/verify.ts';
import type { SignedResponse } from './check-signature.ts';
import { signatureVerifier } from './signature-verifier.ts';

/** The signature of a response, in base64. */
function signatureOf({ headers }: SignedResponse): string {
  return /signature="(.*)"/.exec(headers.get('X-Truework-Signature') ?? '')?.[1] ?? '';
}

/** The same response with other bytes as its signature. */
function resigned(response: SignedResponse, change: (signature: Uint8Array) => void): SignedResponse {
  const encoded = signatureOf(response);
  const signature = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  change(signature);
  return withSignature(response, (text) => text.replace(encoded, toBase64(signature)));
}

/** The same bytes with one bit changed. */
function flip(bytes: Uint8Array, bit: number): void {
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
}

describe('a genuine response', () => {
  test('is accepted, and any other is an error or a warning', async () => {
    expect(await verify(genuine)).toBeUndefined();
    expect(await verify(genuine, { mode: 'warn' })).toBeUndefined();
    const unsigned = withHeader(genuine, 'X-Truework-Signature', null);
    const problem = 'getReport: X-Truework-Signature is missing.';
    expect(await verify(unsigned)).toBe(problem);
    expect(await verify(unsigned, { mode: 'warn' })).toBe(`signature: ${problem}`);
  });

  test('need not be signed if it is a PDF', async () => {
    const pdf = { headers: new Headers({ 'content-type': 'application/pdf' }), body: bytesOf('%PDF') };
    expect(await verify(pdf, {}, pdf.body)).toBeUndefined();
    expect(await verify(pdf, {}, undefined)).toMatch(/missing/);
  });

  // Signed once by OpenSSL through node:crypto, so that signer and verifier cannot have the same error.
  test('may be signed elsewhere', async () => {
    const signature =
      '/lj9vj/pZW0lD/ibUnO7jXo6kILlQZA50B7XxX6DHE0Oq6CQ/nSC1xX0RZNCFpHCAD8QF2j0oF9d/0t7PRLHBw==';
    const signed: SignedResponse = {
      body: bytesOf('{"responseKey": "responseValue"}'),
      headers: new Headers({
        Date: 'Fri, 12 Nov 2021 19:28:59 GMT',
        'Content-Length': '32',
        'X-Truework-Signature': `keyId="test-vector", headers="date content-length", signature="${signature}"`,
      }),
    };
    const keys = [{ keyId: 'test-vector', publicKey: '/RckOFqgx1tk+3jNYC+h2ZH96/drE8WO1wLqyDXp9hg=' }];
    expect(await verify(signed, { keys })).toBeUndefined();
  });

  test.for(['', 'x'.repeat(100_000), '\ufeff\u0000\r\n'])('may have any body: %j', async (body) => {
    expect(await verify(await signer.sign({ body }))).toBeUndefined();
  });

  test('may have more signed headers, in any order', async () => {
    const names = ['version', 'content-length', 'date'];
    const signed = await signer.sign({ names, headers: { version: '2019-10-15' } });
    expect(await verify(signed)).toBeUndefined();
    expect(await verify(withHeader(signed, 'version', '2020-12-07'))).toMatch(/does not match/);
    expect(await verify(withHeader(signed, 'version', null))).toMatch(/signed header is missing/);
  });

  test('may lack content-length because of a proxy, or be decompressed by fetch', async () => {
    expect(await verify(withHeader(genuine, 'content-length', null))).toBeUndefined();
    const compressed = withHeader(withHeader(genuine, 'content-encoding', 'gzip'), 'content-length', '20');
    expect(await verify(compressed)).toBeUndefined();
    expect(await verify({ ...compressed, body: bytesOf('{}') })).toMatch(/Accept-Encoding: identity/);
    const plain = withHeader(genuine, 'content-encoding', 'Identity');
    expect(await verify(plain)).toBeUndefined();
    expect(await verify(withHeader(plain, 'content-length', '20'))).toMatch(/content-length does not match/);
  });

  test('may be a view into a larger buffer', async () => {
    const buffer = new Uint8Array(genuine.body.byteLength + 20).fill(7);
    buffer.set(genuine.body, 10);
    const body = buffer.subarray(10, 10 + genuine.body.byteLength);
    expect(await verify({ ...genuine, body })).toBeUndefined();
  });
});

describe('what is not genuine', () => {
  test('is a body with any one bit changed', async () => {
    for (let bit = 0; bit < genuine.body.byteLength * 8; bit++) {
      const body = genuine.body.slice();
      flip(body, bit);
      expect(await verify({ ...genuine, body })).toMatch(/does not match/);
    }
  });

  test('is a signature with any one bit changed', async () => {
    for (let bit = 0; bit < 512; bit++) {
      expect(await verify(resigned(genuine, (bytes) => flip(bytes, bit)))).toMatch(/does not match/);
    }
  });

  test('is a signature whose S is not canonical', async () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const twin = resigned(genuine, (bytes) => {
      let s = bytes.slice(32).reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n) + order;
      for (let index = 32; index < 64; index++, s >>= 8n) bytes[index] = Number(s & 255n);
      expect(s).toBe(0n);
    });
    expect(await verify(twin)).toMatch(/does not match/);
  });

  test.for<[string, (text: string) => string]>([
    ['reformatted', (text) => JSON.stringify(JSON.parse(text))],
    ['written with other line ends', (text) => text.replaceAll('\n', '\r\n')],
    ['truncated', (text) => text.slice(0, -1)],
    ['extended', (text) => `${text}\n`],
    ['written with a BOM', (text) => `\ufeff${text}`],
    ['decomposed', (text) => text.normalize('NFD')],
    ['emptied', () => ''],
  ])('is a body that was %s', async ([, change]) => {
    const signed = await signer.sign({ body: '{\n  "a": 1,\n  "b": "Zo\u00eb"\n}\n' });
    const body = bytesOf(change(textOf(signed)));
    expect(await verify({ ...signed, body })).toMatch(/content-length does not match/);
    const adjusted = withHeader(signed, 'content-length', String(body.byteLength));
    expect(await verify({ ...adjusted, body })).toMatch(/does not match/);
  });

  test.for<[string, string | null, RegExp]>([
    ['date', 'Fri, 12 Nov 2021 19:29:00 GMT', /does not match/],
    ['date', null, /signed header is missing/],
    ...['0', '35', '034', `${genuine.body.byteLength}.0`, '0x22', ''].map(
      (length): [string, string, RegExp] => ['content-length', length, /content-length does not match/],
    ),
  ])('is a changed header: %s: %s', async ([name, value, problem]) => {
    expect(await verify(withHeader(genuine, name, value))).toMatch(problem);
  });

  test('is a changed list of headers', async () => {
    const listing = (names: string) =>
      withSignature(genuine, (text) => text.replace('date content-length', names));
    expect(await verify(listing('content-length date'))).toMatch(/does not match/);
    const longer = listing('date content-length version');
    expect(await verify(longer)).toMatch(/signed header is missing/);
    expect(await verify(withHeader(longer, 'version', '2019-10-15'))).toMatch(/does not match/);
  });

  test('is the beginning of a body passed off as a header, and the reverse', async () => {
    const signed = await signer.sign({ body: 'version: x\n{}' });
    const asHeader = withSignature(withHeader(signed, 'version', 'x'), (text) =>
      text.replace('content-length"', 'content-length version"'),
    );
    const cut = { ...withHeader(asHeader, 'content-length', '2'), body: bytesOf('{}') };
    expect(await verify(cut)).toMatch(/does not match/);
    const asBody = withSignature(genuine, (text) => text.replace('date content-length', 'date'));
    const body = bytesOf(`content-length: ${genuine.body.byteLength}\n${textOf(genuine)}`);
    expect(await verify({ ...withHeader(asBody, 'content-length', null), body })).toMatch(/does not cover/);
  });

  test('is a signature of another key, under either name', async () => {
    const foreign = await otherSigner.sign();
    expect(await verify(foreign)).toBe(
      'getReport: it is signed with a key, not with test-key-1. To trust more keys, use the option keys.',
    );
    const renamed = withSignature(foreign, (text) => text.replace('test-key-2', 'test-key-1'));
    expect(await verify(renamed)).toMatch(/does not match/);
  });

  test('is signed with an invalid date', async () => {
    expect(await verify(await signer.sign({ date: 'yesterday' }))).toMatch(/not a date/);
  });

  test('is never reported with a value of the response', async () => {
    const canary = 'canary-7f3a';
    const header = `keyId="${canary}", headers="date content-length ${canary}", signature="${canary}"`;
    const responses = [
      withSignature(genuine, () => header),
      withSignature(genuine, () => `${canary}"`),
      withSignature(genuine, (text) => text.replace('test-key-1', canary)),
      withSignature(genuine, (text) => text.replace('content-length', `content-length ${canary}`)),
      withHeader(genuine, 'date', canary),
      withHeader(genuine, 'content-length', canary),
      { ...withHeader(genuine, 'content-length', null), body: bytesOf(canary) },
    ];
    for (const changed of responses) {
      const problem = await verify(changed);
      expect(problem).toBeTypeOf('string');
      expect(problem).not.toContain(canary);
    }
  });
});

describe('age', () => {
  const signedAtMs = Date.parse('2021-11-12T19:28:59Z');
  const at = (offsetMs: number) => ({ maxAgeMs: 300_000, clock: { now: () => signedAtMs + offsetMs } });

  test('is not checked by default', async () => {
    expect(await verify(genuine, { clock: { now: () => 0 } })).toBeUndefined();
  });

  test('is counted in both directions', async () => {
    for (const offsetMs of [0, 300_000, -300_000])
      expect(await verify(genuine, at(offsetMs))).toBeUndefined();
    for (const offsetMs of [300_001, -300_001])
      expect(await verify(genuine, at(offsetMs))).toMatch(/more than maxAgeMs from now/);
  });

  test('is counted from the time of each response', async () => {
    const times = [0, 300_001].map((offsetMs) => signedAtMs + offsetMs);
    const clock = { now: () => times.shift() as number };
    const verifier = signatureVerifier({ mode: 'require', keys: [signer.key], maxAgeMs: 300_000, clock });
    expect(await check(verifier, genuine)).toBeUndefined();
    expect(await check(verifier, genuine)).toMatch(/more than maxAgeMs from now/);
  });

  test('is taken from the signed date, so it cannot be renewed', async () => {
    const renewed = withHeader(genuine, 'date', 'Fri, 12 Nov 2021 19:48:59 GMT');
    expect(await verify(renewed, at(1_200_000))).toMatch(/does not match/);
  });
});
