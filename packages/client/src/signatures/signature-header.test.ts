import { randomNumbers } from '@truework-legacy/spec/test-data';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../test/support/test-signer.ts';
import { parseSignatureHeader } from './signature-header.ts';

const signature = toBase64(Uint8Array.from({ length: 64 }, (_, index) => 255 - index));
const good = `keyId="key-1", headers="date content-length", signature="${signature}"`;
const parts = (changes: { keyId?: string; headers?: string; signature?: string }) => {
  const all = { keyId: 'key-1', headers: 'date content-length', signature, ...changes };
  return `keyId="${all.keyId}", headers="${all.headers}", signature="${all.signature}"`;
};

function problemOf(value: string): string {
  const parsed = parseSignatureHeader(value);
  return 'problem' in parsed ? parsed.problem : expect.unreachable(`was read: ${value}`);
}

describe('the header is parsed', () => {
  test('as the API writes it', () => {
    expect(parseSignatureHeader(good)).toEqual({
      keyId: 'key-1',
      headers: ['date', 'content-length'],
      signature: Uint8Array.from({ length: 64 }, (_, index) => 255 - index),
    });
  });

  test.for<[string, string]>([
    ['no spaces after the commas', good.replaceAll(', ', ',')],
    ['tabs and spaces around the parameters', ` ${good.replaceAll(', ', ' \t,\t ')} `],
    ['another order of the parameters', good.split(', ').reverse().join(', ')],
    ['no quotes', `keyId=key-1, headers=date content-length, signature=${signature}`],
    ['as many characters as it may have', good.padEnd(2_000)],
    ['parameters that it does not know', `${good}, algorithm="ed25519", created=1`],
  ])('with %s', ([, value]) => {
    expect(parseSignatureHeader(value)).toEqual(parseSignatureHeader(good));
  });

  test('with more headers, in the order of signing', () => {
    expect(parseSignatureHeader(parts({ headers: 'version content-length date' }))).toMatchObject({
      headers: ['version', 'content-length', 'date'],
    });
  });
});

describe('the header is rejected', () => {
  test.for<[string, string, RegExp]>([
    ['nothing', '', /not a list/],
    ['one comma', ',', /not a list/],
    ['a character too many', good.padEnd(2_001), /longer than 2000 characters/],
    ['a comma at the end', `${good},`, /not a list/],
    ['a quote that does not end', good.slice(0, -1), /not a list/],
    ['a quote inside', parts({ keyId: 'key"1' }), /not a list/],
    ['a name without a value', `${good}, x`, /not a list/],
    ['a second keyId', `${good}, keyId="key-1"`, /repeats/],
    ['two signatures, which fetch joins', `${good}, ${good}`, /several signatures/],
    ['no keyId', good.replace('keyId="key-1", ', ''), /has no keyId/],
    ['an empty keyId', parts({ keyId: '' }), /has no keyId/],
    ['a keyId in other letters', good.replace('keyId', 'keyid'), /has no keyId/],
    ['no headers', good.replace('headers="date content-length", ', ''), /has no keyId/],
    ['no signature', good.slice(0, good.lastIndexOf(',')), /has no keyId/],
    ['an empty list of headers', parts({ headers: '' }), /list of distinct/],
    ['two spaces between headers', parts({ headers: 'date  content-length' }), /list of distinct/],
    ['a space before headers', parts({ headers: ' date content-length' }), /list of distinct/],
    ['a header twice', parts({ headers: 'date content-length date' }), /list of distinct/],
    ['upper-case headers', parts({ headers: 'Date Content-Length' }), /list of distinct/],
    ['a header that cannot be one', parts({ headers: 'date content-length {' }), /list of distinct/],
    ['date unsigned', parts({ headers: 'content-length' }), /does not cover/],
    ['content-length unsigned', parts({ headers: 'date' }), /does not cover/],
    ['the misprint of an old page', parts({ headers: 'date content-legth' }), /does not cover/],
  ])('%s', ([, value, problem]) => {
    expect(problemOf(value)).toMatch(problem);
  });

  test.for<[string, string]>([
    ['empty', ''],
    ['cut short by a character', signature.slice(1)],
    ['cut short by a group', signature.slice(4)],
    ['longer by a group', `AAAA${signature}`],
    ['without padding', signature.replaceAll('=', '')],
    ['with more padding', `${signature}=`],
    ['in base64url', signature.replaceAll('+', '-').replaceAll('/', '_')],
    ['with a space inside', `${signature.slice(0, 40)} ${signature.slice(40)}`],
    ['with stray bits at its end', signature.replace(/.==$/, 'B==')],
    ['in hexadecimal', '0f'.repeat(64)],
  ])('a signature %s', ([, changed]) => {
    expect(changed).not.toBe(signature);
    expect(problemOf(parts({ signature: changed }))).toMatch(/64 bytes in base64/);
  });
});

const seed = Number(process.env['SEED']);
const rounds = 50_000 * Number(process.env['RANDOM_RUNS']);

test(`${rounds} mutations: each is parsed or rejected with a reason, and none is misread (SEED=${seed})`, () => {
  const random = randomNumbers(seed);
  const below = (bound: number) => Math.floor(random() * bound);
  const pieces = ['"', '=', '==', ',', ', ', ' ', '\t', '\r\n', '\0', '\u00e9', '\ud800', '-', '_', '+', '/'];
  pieces.push('A', 'z', '0', 'keyId', 'headers=', 'signature="', 'date', 'content-length', '__proto__', '%');
  const mutations = [
    (text: string, at: number) => text.slice(0, at) + text.slice(at + 1 + below(4)),
    (text: string, at: number) => text.slice(0, at) + pieces[below(pieces.length)] + text.slice(at),
    (text: string, at: number) => text.slice(0, at) + pieces[below(pieces.length)] + text.slice(at + 1),
    (text: string, at: number) => text.slice(0, at) + text.slice(below(text.length)) + text.slice(at),
    (text: string, at: number) => text.slice(0, at),
    (text: string, at: number) => text.slice(at) + text.slice(0, at),
    (text: string) => text.split(',').reverse().join(','),
    (text: string, at: number) =>
      text.slice(0, at) + String.fromCharCode(below(0x10000)) + text.slice(at + 1),
  ];
  const outcomes = { read: 0, rejected: 0 };
  for (let round = 0; round < rounds; round++) {
    let value = good;
    for (let count = 1 + below(3); count > 0; count--) {
      value = mutations[below(mutations.length)]?.(value, below(value.length + 1)) ?? value;
    }
    const parsed = parseSignatureHeader(value);
    if ('problem' in parsed) {
      outcomes.rejected++;
      if (typeof parsed.problem !== 'string' || parsed.problem === '') expect.unreachable(value);
      continue;
    }
    outcomes.read++;
    // What was parsed is in the header word for word.
    const says =
      value.includes(parsed.keyId) &&
      value.includes(parsed.headers.join(' ')) &&
      value.includes(toBase64(parsed.signature));
    if (!says || parsed.signature.length !== 64) expect.unreachable(`misread: ${value}`);
  }
  // Both results must be frequent, or the mutations prove nothing.
  expect(outcomes.read).toBeGreaterThan(rounds / 20);
  expect(outcomes.rejected).toBeGreaterThan(rounds / 2);
});
