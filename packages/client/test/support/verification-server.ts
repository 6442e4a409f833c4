import { expect } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { AmbiguousOutcomeError } from '../../src/errors.ts';
import type { Verification, VerificationInput } from '../../src/generated/types.gen.ts';
import {
  failWith,
  pageOf,
  type Responder,
  respondWith,
  type TestClient,
  testClient,
  verification,
  verificationInput,
} from './test-client.ts';
import { type TestClock, testClock } from './test-clock.ts';

/** What becomes of a create. */
type CreateResponder = (input: VerificationInput) => Response | Promise<Response>;

/** A server that creates and lists verifications, with a clock of its own. */
export interface VerificationServer {
  readonly clock: TestClock;
  /** The newest first. */
  readonly verifications: Verification[];
  readonly respond: Responder;
  /** Creates the verification of a request, as the newest. Their ids are V-1, V-2 and so on. */
  create(input: VerificationInput, fields?: Partial<Verification>): Verification;
  /** What becomes of the next creates, in turn. The last one is repeated. */
  onCreate(...responders: CreateResponder[]): void;
  /** It is created, and the response is lost. */
  readonly lost: CreateResponder;
  /** It is not created, and the connection breaks. */
  readonly never: CreateResponder;
  /** It is created. */
  readonly well: CreateResponder;
  /** Sets the server's clock ahead of the client's. */
  setAhead(milliseconds: number): void;
}

export function verificationServer({ hasDate = true, pageSize = 100 } = {}): VerificationServer {
  const verifications: Verification[] = [];
  let aheadMs = 0;
  const clock = testClock();
  const now = () => clock.now() + aheadMs;
  const date = () => (hasDate ? { date: new Date(now()).toUTCString() } : undefined);
  const create: VerificationServer['create'] = ({ target, ...rest }, fields = {}) => {
    const made = verification(`V-${verifications.length + 1}`, {
      ...(rest as object),
      target: { ...target, social_security_number: '***-**-1234' } as never,
      created: new Date(now()).toISOString(),
      ...fields,
    });
    verifications.unshift(made);
    return made;
  };
  const list: Responder = (url, init) => {
    const offset = Number(new URL(url).searchParams.get('offset') ?? 0);
    const results = verifications.slice(offset, offset + pageSize);
    const count = verifications.length;
    const next = offset + results.length < count ? 'more' : null;
    return respondWith(200, { count, next, previous: null, results }, date())(url, init);
  };
  const never = () => failWith('ECONNRESET')('', {}) as Promise<Response>;
  const responders: CreateResponder[] = [];
  let created = 0;
  return {
    ...{ verifications, clock, create, never },
    respond: async (url, init) => {
      if (init.method === 'GET') return list(url, init);
      const respond = responders[Math.min(created, responders.length - 1)] as CreateResponder;
      created += 1;
      return await respond(JSON.parse(String(init.body)) as VerificationInput);
    },
    onCreate: (...next) => void responders.push(...next),
    lost: (input) => {
      create(input);
      return never();
    },
    well: (input) => respondWith(201, create(input), date())('', {}),
    setAhead: (milliseconds) => {
      aheadMs = milliseconds;
    },
  };
}

/** A client of a server, whose wall clock may be set while time advances evenly. */
export function clientOf({ clock, respond }: VerificationServer, wall = { aheadMs: 0 }): TestClient {
  const own: Clock = {
    now: () => clock.now() + wall.aheadMs,
    elapsed: () => clock.now(),
    after: clock.after,
  };
  return testClient(respond, { clock: own }, clock);
}

/** The error of a create whose outcome is unknown. */
export async function lostCreate(
  { truework, errorOf }: TestClient,
  input: VerificationInput,
): Promise<AmbiguousOutcomeError> {
  const error = await errorOf(truework.verifications.create(input));
  expect(error).toBeInstanceOf(AmbiguousOutcomeError);
  return error as unknown as AmbiguousOutcomeError;
}

/** How a search ends: with the id of a verification, with undefined, or with the code of an error. */
export async function endOf(
  clock: TestClock,
  search: Promise<Verification | undefined>,
): Promise<string | undefined> {
  return await clock.run(
    search.then(
      (found) => found?.id,
      ({ code }) => code,
    ),
  );
}

/** The only page of a list. */
export const listing = (...results: Verification[]): Responder => respondWith(200, pageOf(results));

/** An input that its `loan_id` identifies. */
export const loan: VerificationInput = { ...verificationInput, loan_id: 'L-1' };
