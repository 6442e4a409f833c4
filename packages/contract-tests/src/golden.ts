import { verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument, type YAMLSeq } from 'yaml';
import { RemarksError } from './remarks.ts';

// Responses that were written by hand, from what is known of the API, and are compared to the letter: golden/*.yaml.

/** A file of golden/, and the lines on which the items of one of its lists stand. */
export function readGolden<Content>(name: string, list: string): { content: Content; lines: number[] } {
  const path = join(import.meta.dirname, '../golden', name);
  const counter = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: counter });
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`packages/contract-tests/golden/${name}: ${error.message}`);
  const items = (document.get(list) as YAMLSeq).items as { range: [number, number, number] }[];
  return {
    content: document.toJS({ maxAliasCount: -1 }) as Content,
    lines: items.map(({ range }) => counter.linePos(range[0]).line),
  };
}

/** The ids and tokens that <names> stand for: bound by their first use, the same from then on. */
export class Names {
  readonly #values = new Map<string, string>();

  /** A text with the values of the names in it. */
  filled(text: string): string {
    return text.replaceAll(/<[^>]+>/g, (name) => this.#values.get(name) ?? name);
  }

  /** A value with the values of its names, bound to what is in their places in the actual one. */
  bound(expected: unknown, actual: unknown): unknown {
    if (typeof expected === 'string' && /^<[^>]+>$/.test(expected)) {
      const isNew = !this.#values.has(expected) && ![...this.#values.values()].includes(String(actual));
      if (isNew && formOf(expected).test(String(actual))) this.#values.set(expected, String(actual));
      return this.filled(expected);
    }
    if (typeof expected === 'string') return this.filled(expected);
    if (typeof expected !== 'object' || expected === null) return expected;
    const inside = Object(actual) as Record<string, unknown>;
    if (Array.isArray(expected)) return expected.map((item, index) => this.bound(item, inside[index]));
    return Object.fromEntries(
      Object.entries(expected).map(([name, field]) => [name, this.bound(field, inside[name])]),
    );
  }
}

/** The form of what a name stands for. An id is a number of 8 bytes, the code of its type, and 32 bytes. */
function formOf(name: string): RegExp {
  if (name.startsWith('<token')) return /^[\w-]{43}$/;
  if (name.startsWith('<verification')) return /^AAAAAA[\w-]{5}AB[\w-]{43}$/;
  if (name.startsWith('<report')) return /^AAAAAA[\w-]{5}AL?[\w-]{43,44}$/;
  return /^[\w-]{56}$/;
}

/** What is expected of a response. */
export interface Golden {
  /** Where it is written, such as `golden/operations.yaml:12`. */
  readonly source: string;
  readonly status: number;
  /** The whole body; `PDF` for one that is no JSON. */
  readonly body: unknown;
  /** Headers beside those that every response has. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly nowMs: number;
}

/** Throws if a response is not the expected one: its status, its headers, its body with the order of its fields. */
export async function expectGolden(
  response: Response,
  { source, status, body, headers = {}, nowMs }: Golden,
  { operation, names, publicKey }: { operation: string; names: Names; publicKey: SigningKey },
): Promise<void> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = body !== 'PDF';
  const text = bytes.toString('utf8');
  const actual = isJson ? (JSON.parse(text) as unknown) : text.slice(0, 5);
  const expected = isJson ? names.bound(body, actual) : '%PDF-';
  const common = {
    'content-length': String(bytes.length),
    'content-type': isJson ? 'application/json' : 'application/pdf',
    date: new Date(nowMs).toUTCString(),
    version: '2019-10-15',
  };
  const { 'x-truework-signature': signature, ...others } = Object.fromEntries(response.headers);
  const right = 'a signature of date, content-length and body';
  const signed = signature && (isSignedBy(publicKey, signature, response, bytes) ? right : 'another one');
  // Of another status, all else is another, too.
  const differences =
    status === response.status
      ? [
          ...differencesIn({ ...common, ...headers }, others, 'header ', false),
          ...differencesIn(isJson ? right : undefined, signed, 'header x-truework-signature'),
          ...differencesIn(expected, actual, 'body '),
        ]
      : [{ where: 'status', wanted: String(status), was: `${response.status} ${text.slice(0, 300)}` }];
  rejectAll(differences, `${operation}, response ${response.status}`, source);
}

/** Throws if the webhooks that were sent are not the expected ones, with the order of their fields. */
export function expectGoldenWebhooks(sent: readonly unknown[], expected: unknown, source: string): void {
  rejectAll(differencesIn(expected, sent, ''), 'webhooks that were sent', source);
}

function rejectAll(differences: readonly Difference[], what: string, source: string): void {
  if (differences.length === 0) return;
  throw new RemarksError(
    'What the sandbox did is not what was written by hand',
    differences.slice(0, 12).map(({ where, was, wanted }) => ({
      where: `${what} ${where}, by packages/contract-tests/${source}`,
      says: `expected  ${wanted}\nwas       ${was}\nto do     fix packages/sandbox/src; or the golden file, if the API is known to be otherwise`,
    })),
  );
}

/** Throws if a request is not the one that was written by hand, with each part that differs. */
export function expectRequest(operation: string, written: object, sent: object): void {
  const differences = differencesIn(written, sent, 'request');
  if (differences.length === 0) return;
  throw new RemarksError(
    'A request is not the one that was written by hand',
    differences.map(({ where, was, wanted }) => ({
      where: `${operation}, ${where}`,
      says: `expected  ${wanted}\nwas       ${was}\nto do     fix packages/client/src; or the test, if the API is known to expect otherwise`,
    })),
  );
}

interface Difference {
  where: string;
  wanted: string;
  was: string;
}

/** Where two values differ: in what, and in the order of fields. */
function differencesIn(wanted: unknown, was: unknown, where: string, inOrder = true): Difference[] {
  if (Object.is(wanted, was)) return [];
  const areObjects = [wanted, was].every((value) => typeof value === 'object' && value !== null);
  if (!areObjects || Array.isArray(wanted) !== Array.isArray(was))
    return [{ where, wanted: shown(wanted), was: shown(was) }];
  const [one, other] = [wanted, was] as [Record<string, unknown>, Record<string, unknown>];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const inside = names.flatMap((name) =>
    differencesIn(one[name], other[name], where === 'header ' ? where + name : `${where}/${name}`, inOrder),
  );
  const order = [Object.keys(one), Object.keys(other)].map((keys) => keys.join(', ')) as [string, string];
  if (inside.length > 0 || !inOrder || order[0] === order[1]) return inside;
  return [{ where: `${where}, in this order`, wanted: order[0], was: order[1] }];
}

/** A value as text: the test data is written down, and nobody's. */
function shown(value: unknown): string {
  return value === undefined ? 'absent' : (JSON.stringify(value) ?? String(value)).slice(0, 300);
}

/** The sandbox's own key. */
export interface SigningKey {
  readonly keyId: string;
  readonly publicKey: string;
}

function isSignedBy(
  { keyId, publicKey }: SigningKey,
  header: string,
  { headers }: Response,
  body: Buffer,
): boolean {
  const [, id, signature = ''] =
    /^keyId="([^"]+)", headers="date content-length", signature="([\w+/]{86}==)"$/.exec(header) ?? [];
  const lines = ['date', 'content-length'].map((name) => `${name}: ${headers.get(name)}\n`);
  const message = Buffer.concat([Buffer.from(lines.join('')), body]);
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  const key = { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' } as const;
  return id === keyId && verify(null, message, key, Buffer.from(signature, 'base64'));
}
