import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type TestSigner,
  testSigner,
  toBase64,
  withHeader,
  withSignature,
} from '../../test/support/test-signer.ts';
import { ConfigurationError, SignatureInvalidError } from '../errors.ts';
import type { Check } from '../options.ts';
import type { SignedResponse } from './check-signature.ts';
import { publishedKeys, type SignatureKey } from './published-keys.ts';
import { type SignatureVerifierOptions, signatureVerifier } from './signature-verifier.ts';

let signer: TestSigner;
let otherSigner: TestSigner;
let genuine: SignedResponse;

beforeAll(async () => {
  signer = await testSigner('test-key-1', 1);
  otherSigner = await testSigner('test-key-2', 2);
  genuine = await signer.sign();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The problem that the verifier reports. Undefined if there is no problem. */
async function verify(
  signed: SignedResponse,
  options: Partial<SignatureVerifierOptions> = {},
  data: unknown = {},
): Promise<string | undefined> {
  const { response } = signatureVerifier({ mode: 'require', keys: [signer.key], ...options });
  return look(response, signed, data);
}

async function look(response: Check['response'], signed: SignedResponse, data: unknown = {}) {
  const warnings: string[] = [];
  try {
    await response?.({
      operation: 'getReport',
      status: 200,
      attempt: 2,
      query: undefined,
      sentMs: Date.UTC(2021, 10, 12, 19, 28, 58),
      ...signed,
      data,
      warn: (code, message) => warnings.push(`${code}: ${message}`),
    });
  } catch (error) {
    expect(warnings).toEqual([]);
    if (!(error instanceof SignatureInvalidError)) throw error;
    expect(error).toMatchObject({
      code: 'signature-invalid',
      operation: 'getReport',
      status: 200,
      attempt: 2,
    });
    return error.message;
  }
  return warnings[0];
}

function unreadable(): unknown {
  throw new Error('canary');
}

const textOf = ({ body }: SignedResponse) => new TextDecoder().decode(body);
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a genuine response', () => {
  test('is accepted in both modes', async () => {
    expect(await verify(genuine)).toBeUndefined();
    expect(await verify(genuine, { mode: 'warn' })).toBeUndefined();
  });

  test('is accepted, and any other is an error or a warning', async () => {
    const unsigned = withHeader(genuine, 'X-Truework-Signature', null);
    expect(await verify(unsigned)).toBe('getReport: X-Truework-Signature is missing.');
    expect(await verify(unsigned, { mode: 'warn' })).toBe(
      'signature: getReport: X-Truework-Signature is missing.',
    );
  });

  test('need not be signed if it is a PDF', async () => {
    const pdf = { headers: new Headers({ 'content-type': 'application/pdf' }), body: bytesOf('%PDF') };
    expect(await verify(pdf, {}, pdf.body)).toBeUndefined();
    expect(await verify(pdf, {}, undefined)).toMatch(/missing/);
  });

  // Signed once by OpenSSL through node:crypto, so that signer and verifier cannot have the same error.
  test('may be signed elsewhere', async () => {
    const body = '{"responseKey": "responseValue"}';
    const signed: SignedResponse = {
      body: bytesOf(body),
      headers: new Headers({
        Date: 'Fri, 12 Nov 2021 19:28:59 GMT',
        'Content-Length': '32',
        'X-Truework-Signature':
          'keyId="test-vector", headers="date content-length", signature="/lj9vj/pZW0lD/ibUnO7jXo6kILlQZA50B7XxX6DHE0Oq6CQ/nSC1xX0RZNCFpHCAD8QF2j0oF9d/0t7PRLHBw=="',
      }),
    };
    const keys = [{ keyId: 'test-vector', publicKey: '/RckOFqgx1tk+3jNYC+h2ZH96/drE8WO1wLqyDXp9hg=' }];
    expect(await verify(signed, { keys })).toBeUndefined();
  });

  test('may have an empty body, a long one, or bytes that are not text', async () => {
    expect(await verify(await signer.sign({ body: '' }))).toBeUndefined();
    expect(await verify(await signer.sign({ body: 'x'.repeat(100_000) }))).toBeUndefined();
    expect(await verify(await signer.sign({ body: '\ufeff\u0000\r\n' }))).toBeUndefined();
  });

  test('may have more signed headers, in any order', async () => {
    const signed = await signer.sign({
      names: ['version', 'content-length', 'date'],
      headers: { version: '2019-10-15' },
    });
    expect(await verify(signed)).toBeUndefined();
    expect(await verify(withHeader(signed, 'version', '2020-12-07'))).toMatch(/does not match/);
    expect(await verify(withHeader(signed, 'version', null))).toMatch(/signed header is missing/);
  });

  test('may lack content-length because of a proxy, or be decompressed by fetch', async () => {
    expect(await verify(withHeader(genuine, 'content-length', null))).toBeUndefined();
    const compressed = withHeader(withHeader(genuine, 'content-encoding', 'gzip'), 'content-length', '20');
    expect(await verify(compressed)).toBeUndefined();
    expect(await verify({ ...compressed, body: bytesOf('{}') })).toMatch(/Accept-Encoding: identity/);
    expect(await verify(withHeader(genuine, 'content-encoding', 'identity'))).toBeUndefined();
  });

  test('may be a view into a larger buffer', async () => {
    const buffer = new Uint8Array(genuine.body.byteLength + 20).fill(7);
    buffer.set(genuine.body, 10);
    const body = buffer.subarray(10, 10 + genuine.body.byteLength);
    expect(await verify({ ...genuine, body })).toBeUndefined();
  });
});

describe('what is not genuine', () => {
  test('is a response without a signature', async () => {
    expect(await verify(withHeader(genuine, 'X-Truework-Signature', null))).toMatch(/missing/);
    expect(await verify(withSignature(genuine, () => ''))).toMatch(/not a list/);
  });

  test('is a body with any one bit changed', async () => {
    for (let bit = 0; bit < genuine.body.byteLength * 8; bit++) {
      const body = genuine.body.slice();
      body[bit >> 3] = (body[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await verify({ ...genuine, body })).toMatch(/does not match/);
    }
  });

  test('is a signature with any one bit changed', async () => {
    const [, encoded = ''] = /signature="(.*)"/.exec(genuine.headers.get('X-Truework-Signature') ?? '') ?? [];
    const signature = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    for (let bit = 0; bit < 512; bit++) {
      const changed = signature.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const problem = await verify(
        withSignature(genuine, (text) => text.replace(encoded, toBase64(changed))),
      );
      expect(problem).toMatch(/does not match/);
    }
  });

  test('is a body that was reformatted, truncated or extended, or has other line ends', async () => {
    const signed = await signer.sign({ body: '{\n  "a": 1,\n  "b": "Zo\u00eb"\n}\n' });
    const changes = [
      JSON.stringify(JSON.parse(textOf(signed))),
      textOf(signed).replaceAll('\n', '\r\n'),
      textOf(signed).slice(0, -1),
      `${textOf(signed)}\n`,
      `\ufeff${textOf(signed)}`,
      textOf(signed).normalize('NFD'),
      '',
    ];
    for (const body of changes) {
      expect(await verify({ ...signed, body: bytesOf(body) })).toMatch(/content-length does not match/);
      const adjusted = withHeader(signed, 'content-length', String(bytesOf(body).byteLength));
      expect(await verify({ ...adjusted, body: bytesOf(body) })).toMatch(/does not match/);
    }
  });

  test('is a changed header', async () => {
    expect(await verify(withHeader(genuine, 'date', 'Fri, 12 Nov 2021 19:29:00 GMT'))).toMatch(
      /does not match/,
    );
    expect(await verify(withHeader(genuine, 'date', null))).toMatch(/signed header is missing/);
    for (const contentLength of ['0', '35', '034', `${genuine.body.byteLength}.0`, '0x22', '']) {
      expect(await verify(withHeader(genuine, 'content-length', contentLength))).toMatch(
        /content-length does not match/,
      );
    }
  });

  test('is a changed list of headers', async () => {
    const reversed = withSignature(genuine, (text) =>
      text.replace('date content-length', 'content-length date'),
    );
    expect(await verify(reversed)).toMatch(/does not match/);
    const longer = withSignature(genuine, (text) =>
      text.replace('content-length"', 'content-length version"'),
    );
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

  test('is a signature whose S is not canonical', async () => {
    const verificationInput = 2n ** 252n + 27742317777372353535851937790883648493n;
    const [, encoded = ''] = /signature="(.*)"/.exec(genuine.headers.get('X-Truework-Signature') ?? '') ?? [];
    const signature = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    let s =
      signature.slice(32).reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n) +
      verificationInput;
    for (let index = 32; index < 64; index++, s >>= 8n) signature[index] = Number(s & 255n);
    expect(s).toBe(0n);
    const twin = withSignature(genuine, (text) => text.replace(encoded, toBase64(signature)));
    expect(await verify(twin)).toMatch(/does not match/);
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

describe('keys', () => {
  test('are trusted together while one replaces another', async () => {
    const keys = [signer.key, otherSigner.key];
    expect(await verify(genuine, { keys })).toBeUndefined();
    expect(await verify(await otherSigner.sign(), { keys })).toBeUndefined();
  });

  test('are not valid before their first day', async () => {
    const from = (notBefore: string) => ({ keys: [{ ...signer.key, notBefore }] });
    const atMidnight = await signer.sign({ date: 'Fri, 12 Nov 2021 00:00:00 GMT' });
    expect(await verify(atMidnight, from('2021-11-12'))).toBeUndefined();
    expect(await verify(genuine, from('2021-11-12'))).toBeUndefined();
    expect(await verify(genuine, from('2021-11-13'))).toMatch(/before the key was in use/);
  });

  test("are Truework's own for production when none are given", async () => {
    const signed = (keyId: string) => withSignature(genuine, (text) => text.replace('test-key-1', keyId));
    const { response } = signatureVerifier({ mode: 'require' });
    const verifyWith = (keyId: string) => look(response, signed(keyId));
    expect(await verifyWith('tw-2021-11-11')).toMatch(/does not match/);
    expect(await verifyWith('tw-sandbox-2021-11-11')).toBe(
      'getReport: it is signed with publishedKeys.sandbox, not with tw-2021-11-11. To trust more keys, use the option keys.',
    );
  });

  // The two as Truework publishes them, in hexadecimal.
  test('that Truework publishes are the right ones', () => {
    const hex = (key: string) =>
      Array.from(atob(key), (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('');
    expect(hex(publishedKeys.production[0].publicKey)).toBe(
      '01dd787b82beffa02de75c141f607733838d3654662e24a9238354025f887320',
    );
    expect(hex(publishedKeys.sandbox[0].publicKey)).toBe(
      'c890733c7d29fa0751ba3e2a9e3535fa86f4007e768074435f19c35b5c466989',
    );
    expect(() => signatureVerifier({ mode: 'require', keys: publishedKeys.sandbox })).not.toThrow();
  });

  const encoded = (hex: string) =>
    toBase64(Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));

  test.each([
    ['y = 0', '00'.repeat(32)],
    ['y = 0, the other sign', `${'00'.repeat(31)}80`],
    ['y = 1, the neutral element', `01${'00'.repeat(31)}`],
    ['y = -1', `ec${'ff'.repeat(30)}7f`],
    ['y = the prime', `ed${'ff'.repeat(30)}7f`],
    ['y = the prime and 1', `ee${'ff'.repeat(30)}ff`],
    ['order eight', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'],
    ['order eight, the other sign', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'],
    ['order eight, the negative', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  ])('of small order are rejected: %s', (_, hex) => {
    const keys = [{ keyId: 'weak', publicKey: encoded(hex) }];
    expect(() => signatureVerifier({ mode: 'require', keys })).toThrow(ConfigurationError);
  });

  test.each<[string, unknown]>([
    ['no keys', []],
    ['a key without an id', [{ keyId: '', publicKey: encoded('05'.repeat(32)) }]],
    [
      'an id twice',
      [
        { keyId: 'a', publicKey: encoded('05'.repeat(32)) },
        { keyId: 'a', publicKey: encoded('06'.repeat(32)) },
      ],
    ],
    ['31 bytes', [{ keyId: 'a', publicKey: encoded('05'.repeat(31)) }]],
    ['hexadecimal', [{ keyId: 'a', publicKey: '05'.repeat(32) }]],
    ['base64url', [{ keyId: 'a', publicKey: encoded('fb'.repeat(32)).replaceAll('+', '-') }]],
    ['nothing', [{ keyId: 'a' }]],
    ['null', [{ keyId: 'a', publicKey: null }]],
    ['another object', [{ keyId: 'a', publicKey: {} }]],
    ['an invalid day', [{ keyId: 'a', publicKey: encoded('05'.repeat(32)), notBefore: 'soon' }]],
  ])('that are invalid are rejected: %s', (_, keys) => {
    expect(() => signatureVerifier({ mode: 'require', keys: keys as SignatureKey[] })).toThrow(
      ConfigurationError,
    );
  });
});

describe('age', () => {
  const signedAtMs = Date.parse('2021-11-12T19:28:59Z');
  const at = (offsetMs: number) => ({
    maxAgeMs: 300_000,
    clock: { now: () => signedAtMs + offsetMs },
  });

  test('is not checked by default', async () => {
    expect(await verify(genuine, { clock: { now: () => 0 } })).toBeUndefined();
  });

  test('is counted in both directions', async () => {
    expect(await verify(genuine, at(0))).toBeUndefined();
    expect(await verify(genuine, at(300_000))).toBeUndefined();
    expect(await verify(genuine, at(300_001))).toMatch(/more than maxAgeMs from now/);
    expect(await verify(genuine, at(-300_000))).toBeUndefined();
    expect(await verify(genuine, at(-300_001))).toMatch(/more than maxAgeMs from now/);
  });

  test('is taken from the signed date, so it cannot be renewed', async () => {
    const renewed = withHeader(genuine, 'date', 'Fri, 12 Nov 2021 19:48:59 GMT');
    expect(await verify(renewed, at(1_200_000))).toMatch(/does not match/);
  });

  test.each([0, -1, Number.NaN])('must be above 0: %s', (maxAgeMs) => {
    expect(() => signatureVerifier({ mode: 'require', maxAgeMs })).toThrow(ConfigurationError);
  });
});

describe('the platform', () => {
  test('without WebCrypto, throws at once', () => {
    vi.stubGlobal('crypto', {});
    expect(() => signatureVerifier({ mode: 'warn' })).toThrow(/signatures need WebCrypto/);
  });

  test('without Ed25519, each response is reported, and nothing is thrown', async () => {
    const reject = async () => {
      throw new DOMException('Unrecognized name.', 'NotSupportedError');
    };
    const { response } = signatureVerifier({ mode: 'warn', keys: [signer.key] });
    vi.stubGlobal('crypto', { subtle: { importKey: reject, verify: reject } });
    for (let count = 0; count < 2; count++) {
      expect(await look(response, genuine)).toMatch(/no Ed25519 here/);
    }
  });
});

test.each(['off', '', undefined])('mode %j is rejected', (mode) => {
  expect(() => signatureVerifier({ mode: mode as 'warn' })).toThrow(ConfigurationError);
});

describe('what cannot be checked is not genuine, and nothing else is thrown', () => {
  const cases: [string, () => unknown, string][] = [
    ['no body', () => ({ ...genuine, body: undefined }), 'the body is not available as bytes.'],
    ['a body as text', () => ({ ...genuine, body: '{}' }), 'the body is not available as bytes.'],
    ['no headers', () => ({ ...genuine, headers: undefined }), 'the headers cannot be read.'],
    ['headers without get', () => ({ ...genuine, headers: {} }), 'the headers cannot be read.'],
    [
      'headers that throw',
      () => ({ ...genuine, headers: { get: unreadable } }),
      'the headers cannot be read.',
    ],
    [
      'headers that return nothing',
      () => ({ ...genuine, headers: new Map() }),
      'X-Truework-Signature is missing.',
    ],
    [
      'headers that return arrays',
      () => ({ ...genuine, headers: { get: (name: string) => [genuine.headers.get(name)] } }),
      'X-Truework-Signature is missing.',
    ],
    [
      'a very long header',
      () => withSignature(genuine, (value) => `a=${' '.repeat(2_000)}"${value}`),
      'X-Truework-Signature is longer than 2000 characters.',
    ],
    [
      'several signatures',
      () => withSignature(genuine, (value) => `${value}, ${value}`),
      'X-Truework-Signature repeats a parameter, or contains several signatures.',
    ],
  ];

  test.for(cases)('%s', async ([, make, problem]) => {
    expect(await verify(make() as SignedResponse)).toBe(`getReport: ${problem}`);
    expect(await verify(make() as SignedResponse, { mode: 'warn' })).toBe(`signature: getReport: ${problem}`);
  });

  test.for<[string, () => unknown]>([
    ['gives no number', () => Number.NaN],
    ['gives a promise', async () => 0],
    ['throws', unreadable],
  ])('a clock that %s, with maxAgeMs', async ([, now]) => {
    const clock = { now: now as () => number };
    expect(await verify(genuine, { clock, maxAgeMs: 10 ** 15 })).toContain('more than maxAgeMs from now');
    expect(await verify(genuine, { clock })).toBeUndefined();
  });

  const noEd25519 = /^getReport: WebCrypto has no Ed25519 here, /;

  test.for(['importKey', 'verify'] as const)(
    'WebCrypto whose %s fails, until it no longer does',
    async (name) => {
      const rejecting = (): Promise<never> => Promise.reject(new DOMException('no', 'NotSupportedError'));
      for (const fail of [rejecting, unreadable]) {
        const { response } = signatureVerifier({ mode: 'require', keys: [signer.key] });
        const spy = vi.spyOn(crypto.subtle, name).mockImplementation(fail as never);
        try {
          expect(await look(response, genuine)).toMatch(noEd25519);
        } finally {
          spy.mockRestore();
        }
        expect(await look(response, genuine)).toBeUndefined();
      }
    },
  );

  test.for([undefined, 1, 'true', {}])('WebCrypto that returns %j instead of true', async (said) => {
    const spy = vi.spyOn(crypto.subtle, 'verify').mockResolvedValue(said as never);
    try {
      expect(await verify(genuine)).toBe('getReport: the signature does not match the response.');
    } finally {
      spy.mockRestore();
    }
  });
});
