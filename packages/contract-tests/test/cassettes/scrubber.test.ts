import { describe, expect, test } from 'vitest';
import { asExchange } from '../../src/cassettes/cassette.ts';
import { rawExchanges } from '../../src/cassettes/record.ts';
import { scenarios } from '../../src/cassettes/scenarios.ts';
import { Scrubber } from '../../src/cassettes/scrubber.ts';
import type { Exchange } from '../../src/exchange.ts';
import { expectAsSpecified } from '../../src/expect-as-specified.ts';
import { requestFindings } from '../../src/spec-findings.ts';
import { sandboxSystem } from '../../src/system-under-test.ts';

const raw: Exchange[] = [];
for (const name of Object.keys(scenarios)) raw.push(...(await rawExchanges(name, sandboxSystem())));

/** Canaries that have the form of what they replace, and so pass wherever the spec looks at the form. */
const canaries: [RegExp, string][] = [
  [/^\d{4}-\d{2}-\d{2}$/, '1986-07-05'],
  [/^\d{4}-\d{2}-\d{2}T/, '1986-07-05T08:06:07.530900Z'],
  [/^\d{4}$/, '8675'],
  [/^-?\d+\.\d{2}$/, '86753.09'],
  [/^\d{3}-\d{2}-\d{4}$/, '000-86-7530'],
  [/^\d{9}$/, '000867530'],
  [/^\*/, '***-**-8675'],
  [/@/, 'canary@canary.example'],
  [/^https?:/, 'https://canary.example/verification-requests/?limit=8675&canary=canary'],
  [/^(?!.*[{}]).*$/, 'CANARY'],
];
const canary = /canary|8675|86-?7530|1986|530900/i;

/** Puts canaries into a JSON text: every text and number, and a field that the spec does not know into every object. */
function withCanaries(text: string, keeps: (value: string) => boolean): string {
  const value = JSON.parse(text, (_, field: unknown) => {
    if (typeof field === 'number') return 8675;
    if (typeof field === 'string') {
      if (keeps(field)) return field;
      return canaries.find(([form]) => form.test(field))?.[1] ?? 'CANARY';
    }
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
    const unknown = { canary_name: ['CANARY', 8675.3, { CANARY: 'CANARY' }] };
    return { ...field, CANARY: 'CANARY', canary: unknown };
  });
  return JSON.stringify(value);
}

/** A word that the spec itself has as a value stays, so that what is around it is what it was. */
const isWord = (value: string) => /^[a-z]+(-[a-z]+)*$/.test(value);

function spoiled({ request, response }: Exchange, keeps: (value: string) => boolean): Exchange {
  const url = new URL(request.url);
  url.pathname = url.pathname.replaceAll(/AAAA[\w-]+/g, 'CANARY');
  for (const name of [...url.searchParams.keys()]) url.searchParams.set(name, 'CANARY');
  url.searchParams.set('CANARY', 'CANARY');
  const headers = (own: Headers) =>
    new Headers({ ...Object.fromEntries([...own].map(([name]) => [name, 'CANARY'])), 'X-Canary': 'CANARY' });
  return {
    request: {
      ...request,
      url,
      headers: headers(request.headers),
      body: request.body === null ? null : withCanaries(request.body, keeps),
    },
    response: {
      status: response.status,
      headers: headers(response.headers),
      body: withCanaries(response.body, keeps),
    },
  };
}

describe('the scrubber', () => {
  test('has something to scrub', () => {
    expect(raw.length).toBeGreaterThan(15);
    const text = JSON.stringify(raw.map((exchange) => spoiled(exchange, isWord)));
    expect(text.match(/CANARY/g)?.length).toBeGreaterThan(500);
  });

  test.for([
    ['where all else is as the spec says', isWord],
    ['where nothing is', () => false],
  ] as const)('lets no canary through %s', ([, keeps]) => {
    for (const exchange of raw) {
      expect(JSON.stringify(new Scrubber().scrub(spoiled(exchange, keeps)))).not.toMatch(canary);
    }
  });

  test('lets no canary through in any location', () => {
    let locations = 0;
    // The response to a create is that of reading it, and need not be spoiled twice.
    for (const exchange of raw.filter(
      ({ response }) => response.status !== 201 || response.body.length < 2_000,
    )) {
      for (const side of ['request', 'response'] as const) {
        const body = exchange[side].body ?? '';
        for (const text of new Set(body.match(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?/g))) {
          const changed = body.replaceAll(text, text.startsWith('"') ? '"CANARY"' : '8675');
          locations += 1;
          const one = { ...exchange, [side]: { ...exchange[side], body: changed } };
          expect(JSON.stringify(new Scrubber().scrub(one))).not.toMatch(canary);
        }
      }
    }
    expect(locations).toBeGreaterThan(500);
  });

  test('keeps nothing of a path, a method, a status line or a body that the spec does not know', () => {
    const [exchange = expect.unreachable()] = raw;
    const url = new URL('http://canary.example/canary/8675?canary=canary');
    const request = { ...exchange.request, method: 'CANARY', url };
    for (const body of ['CANARY', '"CANARY"', '8675', '["CANARY"]']) {
      const scrubbed = new Scrubber().scrub({ request, response: { ...exchange.response, body } });
      expect(JSON.stringify(scrubbed)).not.toMatch(canary);
    }
  });

  test('keeps no key', () => {
    for (const exchange of raw) {
      expect(exchange.request.headers.get('authorization')).toMatch(/^Bearer tw_sk_test_/);
      expect(JSON.stringify(new Scrubber().scrub(exchange))).not.toMatch(/tw_|bearer/i);
    }
  });

  test('keeps none of the values that were sent and received, but for words of the spec', () => {
    const scrubber = new Scrubber();
    const text = JSON.stringify(raw.map((exchange) => scrubber.scrub(exchange)));
    for (const value of ['Zoë', '𝒳', 'Müller', 'L–20011', 'A–20011', 'AAAA', 'Fake Company', '150000']) {
      expect(JSON.stringify(raw.map(({ request, response }) => [request.body, response.body]))).toContain(
        value,
      );
      expect(text).not.toContain(value);
    }
    expect(text).toContain('credit-application');
  });

  test('leaves what the spec and the validators accept', () => {
    const scrubber = new Scrubber();
    for (const exchange of raw) {
      const scrubbed = asExchange(scrubber.scrub(exchange));
      expectAsSpecified([scrubbed]);
      expect(requestFindings(scrubbed)).toEqual(requestFindings(exchange));
    }
  });

  test('replaces equal values alike, and different ones differently', () => {
    const verificationInputs = raw.filter(({ request }) => request.url.pathname !== '/companies/');
    const values = (text: string) => [...text.matchAll(/"(AAAA[\w-]+|id-\d+)"/g)].map(([, value]) => value);
    const scrubber = new Scrubber();
    const before = verificationInputs.flatMap(({ response }) => values(response.body));
    const after = verificationInputs.flatMap((exchange) =>
      values(JSON.stringify(scrubber.scrub(exchange).response.body)),
    );
    expect(before.length).toBeGreaterThan(10);
    expect(after.map((value) => after.indexOf(value))).toEqual(before.map((value) => before.indexOf(value)));
  });
});
