import { describe, expect, test } from 'vitest';
import { isRejection, outcomeOf } from './ambiguous-outcome.ts';
import {
  AbortedError,
  AmbiguousOutcomeError,
  AuthenticationError,
  CallError,
  FrozenDataError,
  NetworkError,
  NotFoundError,
  PermissionError,
  RateLimitedError,
  RequestRejectedError,
  ResponseInvalidError,
  ServerError,
  SignatureInvalidError,
  TimeoutError,
  ValidationError,
  VersionRejectedError,
} from './errors.ts';

const facts = { operation: 'createVerification', problem: 'A sample.', attempt: 1 } as never;
const withStatus = (status: number) => ({ ...(facts as object), status }) as never;
const network = (sent: boolean) =>
  new NetworkError({ ...(facts as object), reason: 'ECONNRESET', sent } as never);

test('a 4xx proves a rejection if the API sent it, or what receives a message first', () => {
  const all = Array.from({ length: 600 }, (_, status) => status);
  const ofTheApi = all.filter((status) => isRejection(status, true));
  const ofAnybody = all.filter((status) => isRejection(status, false));
  expect(ofTheApi).toEqual([...all.slice(400, 500), 501]);
  expect(ofAnybody).toEqual([400, 401, 403, 404, 405, 406, 413, 414, 415, 429, 431, 451, 501]);
});

describe('a failed create', () => {
  test.for<CallError>([
    network(false),
    new ValidationError(withStatus(400)),
    new AuthenticationError(withStatus(401)),
    new PermissionError(withStatus(403)),
    new NotFoundError(withStatus(404)),
    new VersionRejectedError(withStatus(406)),
    new RateLimitedError(withStatus(429)),
    new FrozenDataError(withStatus(451)),
    new RequestRejectedError(withStatus(413)),
    new ServerError(withStatus(501)),
  ])('created nothing: $code $status', (failure) => {
    expect(outcomeOf(failure, false)).toBe(failure);
    // Not even that is certain once the server responded with a success.
    expect(outcomeOf(failure, true)).toBeInstanceOf(AmbiguousOutcomeError);
  });

  const advice = 'the verification may exist. Call error.reconcile() before retrying.';
  test.for<[CallError, string]>([
    [network(true), `the connection failed after the request was sent (ECONNRESET); ${advice}`],
    [new TimeoutError(facts), `no complete response arrived in time; ${advice}`],
    [new AbortedError(facts), `the signal aborted the call after the request was sent; ${advice}`],
    [new ServerError(withStatus(502)), `the server responded with an error (502); ${advice}`],
    [new ServerError(withStatus(418)), `the server responded with an error (418); ${advice}`],
    [new ResponseInvalidError(withStatus(201)), `the response was not valid; ${advice}`],
    [new SignatureInvalidError(withStatus(201)), `the signature of the response was not valid; ${advice}`],
  ])('may have created one: $0.code', ([failure, problem]) => {
    const outcome = outcomeOf(failure, false, () => Promise.resolve(undefined));
    expect(outcome).toBeInstanceOf(AmbiguousOutcomeError);
    expect(outcome.message).toBe(`createVerification: ${problem}`);
    expect(outcome).toMatchObject({ cause: failure, attempt: 1 });
  });

  test('that creates no verification keeps all that is known of its failure', async () => {
    const known = {
      operation: 'createVerification',
      status: 502,
      attempt: 2,
      retryAfterMs: 7_000,
      requestTime: '2021-11-12T19:28:59.000Z',
      headers: { server: 'sample' },
    } as const;
    const failure = new ServerError({ ...known, problem: 'A sample.' });
    const outcome = outcomeOf(failure, false) as AmbiguousOutcomeError;
    const { code, name, cause, reconcile, ...rest } = outcome;
    expect(outcome.message).toBe(
      'createVerification: the server responded with an error (502); the call may have taken effect. Check before retrying.',
    );
    expect({ ...rest }).toEqual(known);
    expect(cause).toBe(failure);
    await expect(reconcile()).rejects.toBe(failure);
  });

  test('may have created one if nothing is known of its error', () => {
    class UnknownError extends CallError {
      static override readonly code = 'unknown';
    }
    expect(outcomeOf(new UnknownError(facts), false)).toBeInstanceOf(AmbiguousOutcomeError);
    expect(outcomeOf(new UnknownError(withStatus(500)), false)).toBeInstanceOf(AmbiguousOutcomeError);
  });

  test('may have created one if a check of your own rejected the success with any error', () => {
    const failure = new ValidationError(withStatus(201));
    const outcome = outcomeOf(failure, true, () => Promise.resolve(undefined));
    expect(outcome.message).toBe(`createVerification: a check rejected the response; ${advice}`);
  });
});
