import { createTruework, type Truework, type TrueworkOptions } from '@truework-legacy/client';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Exchange, recording } from './exchange.ts';
import { expectAsSpecified } from './expect-as-specified.ts';
import { expectNone } from './remarks.ts';
import { type Finding, operationOf, requestFindings } from './spec-findings.ts';
import type { SuiteEvidence } from './suite-evidence.ts';
import { systemOfThisProcess } from './system-of-this-process.ts';
import type { SystemUnderTest } from './system-under-test.ts';

/** A client and the system it talks to, with a record of the exchanges between them. */
export interface Contract {
  readonly truework: Truework;
  readonly exchanges: readonly Exchange[];
  /** Another client of the same system. */
  clientWith(options: Partial<TrueworkOptions>): Truework;
  /** Lets time pass. Only if the time is ours, not at Truework. */
  advance(milliseconds: number): void;
  /** Resolves once every verification created so far has had the time to complete. */
  settle(): Promise<void>;
  /** Findings in the client's requests so far. The calling test asserts them; they are not checked again. */
  takeRequestFindings(): Finding[];
  /** Sends a request that the client would not send. Its response is validated, the request is not. */
  send(path: string, init?: RequestInit): Promise<Response>;
}

/**
 * Opens a new contract before each test of a file. After each test the spec and the validators check every exchange: the
 * client's requests and all responses.
 */
export function openContract(open: () => SystemUnderTest = systemOfThisProcess): Contract {
  let system: SystemUnderTest;
  let fromClient: Exchange[];
  let byHand: Exchange[];
  let taken: number;
  let clientFetch: typeof globalThis.fetch;
  let rawFetch: typeof globalThis.fetch;

  beforeEach(() => {
    taken = 0;
    system = open();
    ({ fetch: clientFetch, exchanges: fromClient } = recording(system.fetch));
    ({ fetch: rawFetch, exchanges: byHand } = recording(system.fetch));
  });

  afterEach(async ({ task }) => {
    await system.close();
    const exchanges = [...fromClient, ...byHand];
    (task.meta as SuiteEvidence).driven = exchanges.flatMap((exchange) => {
      const operation = operationOf(exchange);
      return operation === undefined ? [] : [{ operation, status: exchange.response.status }];
    });
    expect(exchanges, 'a contract test makes at least one call').not.toEqual([]);
    // What a failed test had still to take is not a mistake of the client.
    if (task.result?.state !== 'fail') expectNone(fromClient.slice(taken).flatMap(requestFindings), 'client');
    if (system.validatesResponses) expectAsSpecified(exchanges);
  });

  const clientWith: Contract['clientWith'] = (options) =>
    createTruework({
      token: system.token,
      environment: system.baseUrl,
      fetch: clientFetch,
      rateLimiter: system.rateLimiter,
      retries: system.retries,
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
    advance: (milliseconds) => system.advance(milliseconds),
    settle: () => system.settle(),
    takeRequestFindings() {
      const findings = fromClient.slice(taken).flatMap(requestFindings);
      taken = fromClient.length;
      return findings;
    },
    send: (path, init = {}) =>
      rawFetch(`${system.baseUrl}${path}`, {
        ...init,
        headers: {
          Accept: 'application/json; version=2019-10-15',
          Authorization: `Bearer ${system.token}`,
          'Content-Type': 'application/json',
          ...init.headers,
        },
      }),
  };
}
