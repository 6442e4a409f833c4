import { randomBytes } from 'node:crypto';
import type { Clock } from '@truework-legacy/client';
import { testNumbers } from '@truework-legacy/sandbox';
import { findOperation } from '../spec-findings.ts';
import { operationsOfTheSpec } from '../spec-operations.ts';
import type { LiveSettings } from './settings.ts';

/** How many requests are sent in a second. The vendor takes ten of each account at each endpoint. */
export const requestsPerSecond = 4;

/** How many requests that may create something are sent in one run: verifications, reverifications and credentials sessions. */
export const createsPerRun = 100;

/** Whatever must not be sent twice, but for a cancellation, which creates nothing. */
const creates = new Set(
  operationsOfTheSpec()
    .filter(({ id, retry }) => retry === 'never' && id !== 'cancelVerification')
    .map(({ id }) => id),
);

/** After how many requests without a response a run sends no more. */
export const withoutResponsePerRun = 5;

/** The only way to the API of a live run. Whoever sends through it knows no key. */
export interface Gate {
  readonly fetch: typeof globalThis.fetch;
  /** What to send as the key. The gate replaces it with the real one. */
  readonly token: string;
  /** Why requests were not sent, without anything that they said. */
  readonly rejections: readonly string[];
  /** How many requests were sent that may have created something. */
  readonly creates: number;
  /** How many requests were sent and got no response. */
  readonly withoutResponse: number;
}

/**
 * Sends what may be sent, slowly: to the one server, never with a production key, for test numbers alone, no more than
 * {@link createsPerRun} creates, and none of them again after a failure.
 *
 * @param clock - Keeps the rate. None is kept when absent, as on this machine.
 */
export function openGate(
  { origin, token }: LiveSettings,
  { fetch, clock }: { fetch: typeof globalThis.fetch; clock?: Clock | undefined },
): Gate {
  const gateToken = `tw_sk_test_${randomBytes(20).toString('hex')}`;
  const rejections: string[] = [];
  const failedCreates = new Set<string>();
  const takeTurn = clock && turns(clock);
  let created = 0;
  let withoutResponse = 0;

  function rejectionOf(url: URL, headers: Headers, body: string): string | undefined {
    const said = [url.href, ...headers.values(), body].join('\n');
    if (withoutResponse >= withoutResponsePerRun) return 'The server does not respond.';
    if (url.origin !== origin) return 'It was for another server.';
    if (/\btw_(sk|pk)_(?!test)|\bTWBT__/.test(said)) return 'It held a production key.';
    if (!knowsOnlyTestNumbers(url, body))
      return "It named a person who is none of the vendor's test numbers.";
    return undefined;
  }

  return {
    token: gateToken,
    rejections,
    get creates() {
      return created;
    },
    get withoutResponse() {
      return withoutResponse;
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const { method, signal } = request;
      const headers = new Headers(request.headers);
      const url = new URL(request.url);
      const body = await request.text();
      const operation = findOperation(method, url.pathname)?.operation.id ?? 'no operation';
      const isCreate = creates.has(operation);
      const key = `${url.pathname}\n${body}`;
      let rejection = rejectionOf(url, headers, body);
      if (rejection === undefined && isCreate) {
        if (failedCreates.has(key)) rejection = 'It repeated a create whose outcome was not known.';
        else if (created >= createsPerRun) rejection = `All ${createsPerRun} creates of a run were used up.`;
        else created += 1;
      }
      if (rejection !== undefined) {
        rejections.push(`${operation}: ${rejection}`);
        throw new Error(`Not sent. ${rejection}`);
      }
      if (headers.get('authorization') === `Bearer ${gateToken}`)
        headers.set('Authorization', `Bearer ${token}`);
      // Signatures are over the bytes as they come.
      headers.set('Accept-Encoding', 'identity');
      await takeTurn?.();
      if (isCreate) failedCreates.add(key);
      const sent = { method, headers, signal, redirect: 'manual' as const, ...(body === '' ? {} : { body }) };
      const response = await fetch(url, sent).catch((error: unknown) => {
        withoutResponse += 1;
        throw error;
      });
      if (response.status < 500 && response.status !== 429) failedCreates.delete(key);
      return response;
    },
  };
}

const numberLike = /(?<![\w-])(\d{3}-?\d{2}-?\d{4})(?![\w-])/g;
const known = new Set(Object.keys(testNumbers).map(digitsOf));

function digitsOf(text: string): string {
  return text.replaceAll('-', '');
}

/** Whether every social security number, and whatever looks like one, is in the vendor's table. */
function knowsOnlyTestNumbers(url: URL, body: string): boolean {
  const texts = [decodeURIComponent(url.href), body];
  const numbers: unknown[] = texts.flatMap((text) =>
    [...text.matchAll(numberLike)].map(([, number]) => number),
  );
  try {
    JSON.parse(body, (name, value) => {
      if (name === 'social_security_number') numbers.push(value);
      return value as unknown;
    });
  } catch {
    // What is no JSON was looked at as text.
  }
  return numbers.every((number) => typeof number === 'string' && known.has(digitsOf(number)));
}

/** Lets one request pass at a time, so many per second, in order. */
function turns(clock: Clock): () => Promise<void> {
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now();
    const turn = Math.max(now, next);
    next = turn + 1000 / requestsPerSecond;
    if (turn > now) await pause(clock, turn - now);
  };
}

/** Lets time pass. */
export function pause(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(milliseconds, resolve);
  });
}

/** The system's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
