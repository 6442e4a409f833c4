import { createTruework, type Truework, type TrueworkOptions } from '@truework-legacy/client';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Exchange, recording } from './exchange.ts';
import { expectNone } from './remarks.ts';
import { type Finding, operationOf, requestFindings, responseFindings } from './spec-findings.ts';
import type { SuiteEvidence } from './suite-evidence.ts';
import { type SystemUnderTest, systemOfThisProcess } from './system-under-test.ts';
import { validatorFindings } from './validator-findings.ts';

/** A client and what it talks to, with a record of what goes between them. */
export interface Contract {
  readonly truework: Truework;
  readonly exchanges: readonly Exchange[];
  /** Another client of the same target. */
  clientWith(options: Partial<TrueworkOptions>): Truework;
  /** Lets time pass. Only where the time is ours, not at Truework. */
  advance(milliseconds: number): void;
  /** Comes back when what was ordered so far has had the time to be settled. */
  settle(): Promise<void>;
  /** What is wrong with the client's requests so far; the test answers for it, and it is not judged again. */
  takeRequestFindings(): Finding[];
  /** Sends a request that the client would not send. Its answer is judged, the request is not. */
  send(path: string, init?: RequestInit): Promise<Response>;
}

/**
 * Lays a fresh wire before each test of a file. After each test the spec and the validators judge all that went over it: the
 * client's requests and every answer.
 */
export function openContract(open: () => SystemUnderTest = systemOfThisProcess): Contract {
  let target: SystemUnderTest;
  let fromClient: Exchange[];
  let byHand: Exchange[];
  let taken: number;
  let clientFetch: typeof globalThis.fetch;
  let rawFetch: typeof globalThis.fetch;

  beforeEach(() => {
    taken = 0;
    target = open();
    ({ fetch: clientFetch, exchanges: fromClient } = recording(target.fetch));
    ({ fetch: rawFetch, exchanges: byHand } = recording(target.fetch));
  });

  afterEach(async ({ task }) => {
    await target.close();
    const exchanges = [...fromClient, ...byHand];
    (task.meta as SuiteEvidence).driven = exchanges.flatMap((exchange) => {
      const operation = operationOf(exchange);
      return operation === undefined ? [] : [{ operation, status: exchange.response.status }];
    });
    expect(exchanges.length, 'a contract test makes at least one call').toBeGreaterThan(0);
    expectNone(fromClient.slice(taken).flatMap(requestFindings), 'client');
    if (!target.validatesResponses) return;
    expectNone(exchanges.flatMap(responseFindings), 'sandbox');
    expect(exchanges.flatMap(validatorFindings), 'what the validators say').toEqual([]);
  });

  const clientWith: Contract['clientWith'] = (options) =>
    createTruework({
      token: target.token,
      environment: target.baseUrl,
      fetch: clientFetch,
      rateLimiter: target.rateLimiter,
      retries: target.retries,
      ...options,
    });

  return {
    get truework() {
      return clientWith({});
    },
    get exchanges() {
      return fromClient;
    },
    clientWith,
    advance: (milliseconds) => target.advance(milliseconds),
    settle: () => target.settle(),
    takeRequestFindings() {
      const findings = fromClient.slice(taken).flatMap(requestFindings);
      taken = fromClient.length;
      return findings;
    },
    send: (path, init = {}) =>
      rawFetch(`${target.baseUrl}${path}`, {
        ...init,
        headers: {
          Accept: 'application/json; version=2019-10-15',
          Authorization: `Bearer ${target.token}`,
          'Content-Type': 'application/json',
          ...init.headers,
        },
      }),
  };
}
