import { abortSignal, checkOptions, isObject, type OptionRule } from './check-options.ts';
import { type Clock, elapsed, pause } from './clock.ts';
import { differences, textOf } from './compare-verification.ts';
import { ConfigurationError, type Reconcile, type ReconcileOptions, UndecidedError } from './errors.ts';
import type { Verification, VerificationInput } from './generated/types.gen.ts';
import type { SentAt } from './operation.ts';
import type { List } from './pagination.ts';
import { onlyTrueworkErrors } from './plug-in.ts';
import { jsonOf } from './request.ts';

/** What is said of an error that is none of this package's. */
export const pluggedInFailed = 'reconcile: code that was plugged in threw. Check the clock and the signal.';

/** How far apart two looks are, in milliseconds. */
const lookAgainMs = 5_000;

/** How much a server's clock and its responses' `Date`, which has no fractions, may differ, in milliseconds. */
const slackMs = 2_000;

/** How long a server may go on working after a failure, in milliseconds, unless the caller knows better. */
const defaultSettleMs = 30_000;

const day = 86_400_000;

/** What a search needs of a connection. */
export interface SearchIn {
  readonly clock: Clock;
  /** Lists verifications, a hundred on a page. */
  list(signal: AbortSignal | undefined): List<Verification, { results: Verification[] }>;
  /** Ids of verifications that this client received as what another call created. */
  readonly created: CreatedIds;
}

/** From when on a verification may be the one that was sent, by the server's clock, in milliseconds since 1970. */
interface Window {
  /** What was created from here on, was created after the request was sent. */
  readonly certainMs: number;
  /** What was created before this, was created before. In between, nobody knows. */
  readonly possibleMs: number;
}

/** Which verifications were created by which call. One cannot be what another call created. */
interface CreatedIds {
  /** Remembers that a call created it. */
  claim(id: string, by: object): void;
  /** Whether a call other than this one created it. */
  isClaimedByOther(id: string, by: object): boolean;
}

/** How many verifications are remembered. */
const mostClaims = 10_000;

const createdByConnection = new WeakMap<object, CreatedIds>();

/** What a connection remembers. */
export function createdIdsOf(connection: object): CreatedIds {
  let created = createdByConnection.get(connection);
  if (!created) {
    created = rememberIds();
    createdByConnection.set(connection, created);
  }
  return created;
}

function rememberIds(): CreatedIds {
  const owners = new Map<string, object>();
  return {
    claim(id, by) {
      owners.set(id, by);
      const [oldest] = owners.size > mostClaims ? owners.keys() : [];
      if (oldest !== undefined) owners.delete(oldest);
    },
    isClaimedByOther: (id, by) => (owners.get(id) ?? by) !== by,
  };
}

const settleRule: OptionRule = {
  expected: 'a number of milliseconds of at least 0',
  isRight: (value) => typeof value === 'number' && value >= 0 && value < Infinity,
};

const rules = { signal: abortSignal, settleMs: settleRule };

/**
 * Finds the verification that a create left behind whose outcome is unknown.
 *
 * @param text - The body of the create, as it was sent.
 * @param sent - When it was sent.
 */
export function reconcileCreate(search: SearchIn, text: string, sent: SentAt): Reconcile {
  const { clock, created } = search;
  const failedMs = elapsed(clock);
  const input = JSON.parse(text) as VerificationInput;
  // Stands for this create among those that claim verifications.
  const self = {};
  const reconcile = async (options: ReconcileOptions) => {
    checkOptions('reconcile', options, rules);
    const windowAt = (serverNow: number | undefined): Window => {
      const now = serverNow ?? clock.now();
      const spanMs = elapsed(clock) - sent.elapsedMs;
      const passedMs = Math.max(0, spanMs);
      // A machine that sleeps may stop the clock that does not step. If the other was set, it only admits too much here.
      const longestMs = Math.max(passedMs, clock.now() - (sent.nowMs ?? clock.now()));
      // Without the server's time, or by a plugged-in clock that stepped back, age alone says nothing.
      const isUncertain = serverNow === undefined || spanMs < 0;
      const possibleMs = isUncertain ? -Infinity : now - longestMs - slackMs - 60_000;
      return { certainMs: now - passedMs - slackMs, possibleMs };
    };
    const isOthers = (id: string) => created.isClaimedByOther(id, self);
    const sought = { windowAt, isOthers, failedMs };
    let found = await findCreated(search, input, sought, options);
    // Another search may have ended with the same one in the meantime.
    while (found && isOthers(found.id)) found = await findCreated(search, input, sought, options);
    if (found) created.claim(found.id, self);
    return found;
  };
  return (options = {}) => onlyTrueworkErrors(pluggedInFailed, () => reconcile(options));
}

/** Options of {@link reconcileVerification}. */
export interface ReconcileSinceOptions extends ReconcileOptions {
  /**
   * When the create was first sent, or a little before that, by the clock of the machine that sent it: a `Date`, ISO 8601, or
   * milliseconds since 1970. If that clock was ahead and was corrected since, a verification of the day before is an
   * {@link UndecidedError}, never "none".
   */
  since: Date | string | number;
}

const sinceRule: OptionRule = {
  expected: 'a Date, an ISO 8601 string, or milliseconds (not seconds) since 1970',
  isRight: (value) => !Number.isNaN(millisecondsOf(value)),
};

/** No call was made before this, in milliseconds since 1970. What is less was counted in seconds. */
const earliestMs = 1e11;

/** NaN if it is no time of a call. */
function millisecondsOf(value: unknown): number {
  const ms =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number(timeOf(value));
  return ms >= earliestMs && ms < Infinity ? ms : Number.NaN;
}

function timeOf(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'number' ? value : undefined;
}

/** Finds the verification that a create left behind, from nothing but what was sent and when. */
export async function reconcileSince(
  search: SearchIn,
  input: VerificationInput,
  options: ReconcileSinceOptions,
): Promise<Verification | undefined> {
  checkOptions('reconcile', options, { ...rules, since: sinceRule });
  if (options.since === undefined) {
    throw new ConfigurationError(
      'reconcile: since is missing. Pass the time at which the create was first sent.',
    );
  }
  // As it is now, and as JSON has it: the caller's own object may change while the search goes on.
  const sent = JSON.parse(jsonOf('reconcile', input)) as VerificationInput;
  if (!isObject(sent.target)) {
    throw new ConfigurationError('reconcile: the input must be the input of the create.');
  }
  const { since, ...rest } = options;
  const { clock } = search;
  const givenMs = millisecondsOf(since);
  const windowAt = (serverNow: number | undefined): Window => {
    // The clock that `since` was read from may have been set since, and may be another machine's.
    const now = serverNow ?? clock.now();
    const skewMs = now - clock.now();
    const certainMs = Math.max(givenMs, givenMs + skewMs) - slackMs;
    // Nothing was sent at a time that has yet to come.
    const isWrong = certainMs > now + 60_000;
    return { certainMs, possibleMs: isWrong ? -Infinity : Math.min(givenMs, givenMs + skewMs) - day };
  };
  // Whether a verification was received counts for nothing: the process that sent the create may be this one.
  const isOthers = () => false;
  return await findCreated(search, sent, { windowAt, isOthers, failedMs: elapsed(clock) }, rest);
}

/** What tells the verification that is looked for from others. */
interface Sought {
  windowAt(serverNow: number | undefined): Window;
  isOthers(id: string): boolean;
  /** Since when the server has had time to settle, on the clock that does not step. */
  readonly failedMs: number;
}

/** The verifications that may be the one that was sent: some surely, some perhaps. */
interface Candidates {
  readonly same: Verification[];
  readonly unclear: Verification[];
}

async function findCreated(
  search: SearchIn,
  input: VerificationInput,
  sought: Sought,
  { signal, settleMs = defaultSettleMs }: ReconcileOptions,
): Promise<Verification | undefined> {
  const { clock } = search;
  if (!isMarked(input)) {
    throw new UndecidedError(
      'reconcile: the request had neither a loan_id nor metadata to identify its verification. Look for it with verifications.list.',
    );
  }
  for (;;) {
    const isSettled = elapsed(clock) - sought.failedMs >= settleMs;
    const { same, unclear } = await look(search, input, sought, signal);
    const [one, another] = same;
    if (another)
      throw new UndecidedError(
        'reconcile: several verifications match the request. Look for it with verifications.list, and give each create its own loan_id.',
      );
    if (one) return one;
    if (isSettled && unclear.length > 0) {
      throw new UndecidedError(
        'reconcile: a verification may match the request, but does not show enough to be sure. Look at it with verifications.list.',
      );
    }
    if (isSettled) return undefined;
    await pause(clock, lookAgainMs, signal);
  }
}

function isMarked({ loan_id, metadata }: VerificationInput): boolean {
  return Boolean(loan_id) || Object.values(metadata ?? {}).some((value) => value);
}

/** Reads the list as far back as the verification can be. */
async function look(
  { list }: SearchIn,
  input: VerificationInput,
  { windowAt, isOthers }: Sought,
  signal: AbortSignal | undefined,
): Promise<Candidates> {
  const pages = list(signal);
  const { response } = await pages.withResponse();
  const serverNow = Date.parse(response.headers.get('date') ?? '');
  const { certainMs, possibleMs } = windowAt(Number.isNaN(serverNow) ? undefined : serverNow);
  const found: Candidates = { same: [], unclear: [] };
  let isNewestFirst = true;
  let newestMs: number | undefined;
  let lastMs = Infinity;
  for await (const { results } of pages.pages()) {
    for (const seen of results) {
      const createdMs = Date.parse(textOf(seen.created));
      // The order is not documented: the search ends early only if it is seen to go from new to old.
      isNewestFirst &&= createdMs <= lastMs;
      newestMs ??= createdMs;
      lastMs = createdMs;
      if (createdMs < possibleMs || isOthers(seen.id)) continue;
      const difference = differences(input, seen);
      if (difference === 'other') continue;
      const isSure = difference === 'none' && !(createdMs < certainMs);
      (isSure ? found.same : found.unclear).push(seen);
    }
    if (isNewestFirst && lastMs < Number(newestMs) && lastMs < possibleMs) break;
  }
  return found;
}
