import { createTruework, type Truework, type TrueworkOptions } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Exchange, recording } from './exchange.ts';
import { answerFindings, type Finding, requestFindings } from './spec-judge.ts';
import { judgeByValidators } from './validator-judge.ts';

/** A key of the sandbox. */
export const testKey = 'tw_sk_test_0000000000000000000000000000000000000000';

/** A client and a sandbox, with a clock of their own and a record of what goes between them. */
export interface Wire {
  readonly truework: Truework;
  readonly exchanges: readonly Exchange[];
  /** Another client of the same sandbox. */
  clientWith(options: Partial<TrueworkOptions>): Truework;
  /** Lets time pass in the sandbox. */
  advance(milliseconds: number): void;
  /** What is wrong with the client's requests so far; the test answers for it, and it is not judged again. */
  takeRequestFindings(): Finding[];
  /** Sends a request that the client would not send. Its answer is judged, the request is not. */
  send(path: string, init?: RequestInit): Promise<Response>;
}

/**
 * Lays a fresh wire before each test of a file. After each test the spec and the validators judge all that went over it: the
 * client's requests and every answer.
 */
export function wire(): Wire {
  let now: number;
  let sandbox: ReturnType<typeof createSandbox>;
  let fromClient: Exchange[];
  let byHand: Exchange[];
  let taken: number;
  let clientFetch: typeof globalThis.fetch;
  let rawFetch: typeof globalThis.fetch;

  beforeEach(() => {
    taken = 0;
    now = Date.UTC(2019, 10, 5, 17, 8, 44, 819);
    sandbox = createSandbox({ clock: { now: () => now }, rateLimit: false });
    ({ fetch: clientFetch, exchanges: fromClient } = recording(sandbox.fetch));
    ({ fetch: rawFetch, exchanges: byHand } = recording(sandbox.fetch));
  });

  afterEach(async () => {
    await sandbox.close();
    const exchanges = [...fromClient, ...byHand];
    expect(exchanges.length, 'a contract test makes at least one call').toBeGreaterThan(0);
    expect(fromClient.slice(taken).flatMap(requestFindings), 'what the client sent').toEqual([]);
    expect(exchanges.flatMap(answerFindings), 'what the sandbox answered').toEqual([]);
    expect(exchanges.flatMap(judgeByValidators), 'what the validators say').toEqual([]);
  });

  const clientWith: Wire['clientWith'] = (options) =>
    createTruework({ token: testKey, environment: 'local', fetch: clientFetch, ...options });

  return {
    get truework() {
      return clientWith({});
    },
    get exchanges() {
      return fromClient;
    },
    clientWith,
    advance(milliseconds) {
      now += milliseconds;
    },
    takeRequestFindings() {
      const findings = fromClient.slice(taken).flatMap(requestFindings);
      taken = fromClient.length;
      return findings;
    },
    send: (path, init = {}) =>
      rawFetch(`http://127.0.0.1:4019${path}`, {
        ...init,
        headers: {
          Accept: 'application/json; version=2019-10-15',
          Authorization: `Bearer ${testKey}`,
          'Content-Type': 'application/json',
          ...init.headers,
        },
      }),
  };
}
