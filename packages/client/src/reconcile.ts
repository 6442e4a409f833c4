import { abortSignal, checkOptions, isObject, type OptionRule } from './check-options.ts';
import { type Clock, elapsed, pause, systemClock } from './clock.ts';
import { differences, isMark, textOf } from './compare-verification.ts';
import { ConfigurationError, type Reconcile, type ReconcileOptions, UndecidedError } from './errors.ts';
import type { Verification, VerificationInput, VerificationPage } from './generated/types.gen.ts';
import { onceFor } from './once-for.ts';
import type { SentAt } from './operation.ts';
import type { List } from './pagination.ts';
import { onlyTrueworkErrors } from './plug-in.ts';
import { jsonOf } from './request.ts';

/** The message for an error that is not of this package. */
export const pluggedInFailed = 'reconcile: code that was plugged in threw. Check the clock and the signal.';

/** How long to wait between two searches, in milliseconds. */
const searchIntervalMs = 5_000;

/** How much the server's clock and the `Date` of its responses may differ, in milliseconds: `Date` has no fractions. */
const slackMs = 2_000;

/** How long the server may continue to work after a failure, in milliseconds. */
const defaultSettleMs = 30_000;

const day = 86_400_000;

/** How many verifications a search reads at most. A list could go on for ever. */
const mostRead = 100_000;

/** The parts of a connection that a search uses. */
export interface SearchIn {
  readonly clock: Clock;
  /** Lists verifications in pages of a hundred. */
  list(signal: AbortSignal | undefined): List<Verification, VerificationPage>;
  /** The verifications that calls of this client created. */
  readonly created: CreatedIds;
}

/** When the verification can have been created, by the server's clock, in milliseconds since 1970. */
interface Window {
  /** A verification created at this time or later was created after the request was sent. */
  readonly certainMs: number;
  /** A verification created before this time was created before the request was sent. In between, it is uncertain. */
  readonly possibleMs: number;
}

/** Which call created which verification. No other call can have created it. */
interface CreatedIds {
  /** Remembers that a call created a verification. */
  claim(id: string, by: object): void;
  /** Whether another call created a verification. */
  isClaimedByOther(id: string, by: object): boolean;
}

/** How many verifications are remembered. */
const mostClaims = 10_000;

/** The verifications that the calls of a connection created. */
export const createdIdsOf = /* @__PURE__ */ onceFor((_connection: object): CreatedIds => {
  const owners = new Map<string, object>();
  return {
    claim(id, by) {
      owners.set(id, by);
      if (owners.size > mostClaims) owners.delete(owners.keys().next().value as string);
    },
    isClaimedByOther: (id, by) => (owners.get(id) ?? by) !== by,
  };
});

const settleRule: OptionRule = {
  expected: 'a number of milliseconds of at least 0',
  isRight: (value) => typeof value === 'number' && value >= 0 && value < Infinity,
};

const rules = { signal: abortSignal, settleMs: settleRule };

/**
 * Makes `reconcile` for a create whose outcome is unknown.
 *
 * @param text - The body of the create, as it was sent.
 * @param sent - When it was sent.
 */
export function reconcileCreate(search: SearchIn, text: string, sent: SentAt): Reconcile {
  const { clock, created } = search;
  const failedMs = elapsed(clock);
  // When it was sent, by the system: a plugged-in clock without `elapsed` may be set back by less than has passed.
  const realMs = systemClock.elapsed() - failedMs + sent.elapsedMs;
  const input = JSON.parse(text) as VerificationInput;
  // Identifies this create among those that claim verifications.
  const self = {};
  const reconcile = async (options: ReconcileOptions) => {
    const given = checkOptions('reconcile', options, rules);
    const windowAt = (serverNow: number | undefined): Window => {
      const now = serverNow ?? clock.now();
      const passedMs = elapsed(clock) - sent.elapsedMs;
      const wallMs = clock.now() - Number(sent.nowMs);
      // Without the server's time, or if the system clock was set back, the age proves nothing.
      const isKnown = serverNow !== undefined && wallMs >= 0;
      // The monotonic clock may stop while the machine sleeps. If the system clock was set forward, the window is only too wide.
      const longestMs = Math.max(passedMs, wallMs, systemClock.elapsed() - realMs);
      const possibleMs = isKnown ? now - longestMs - slackMs - 60_000 : -Infinity;
      return { certainMs: now - passedMs - slackMs, possibleMs };
    };
    const isOthers = (id: string) => created.isClaimedByOther(id, self);
    const sought = { windowAt, isOthers, failedMs };
    let found = await findCreated(search, input, sought, given);
    // Another search may have found the same one in the meantime.
    while (found && isOthers(found.id)) found = await findCreated(search, input, sought, given);
    if (found) created.claim(found.id, self);
    return found;
  };
  return (options = {}) => onlyTrueworkErrors(pluggedInFailed, () => reconcile(options));
}

/** Options of {@link reconcileVerification}. */
export interface ReconcileSinceOptions extends ReconcileOptions {
  /**
   * When the create was first sent, or shortly before, by the clock of the machine that sent it: a `Date`, an ISO 8601 string with a time
   * zone, or milliseconds since 1970. If that clock was ahead and has been corrected, a matching verification of the day before is an {@link
   * UndecidedError}.
   */
  since: Date | string | number;
}

const sinceRule: OptionRule = {
  expected: 'a Date, an ISO 8601 string with a time zone, or milliseconds (not seconds) since 1970',
  isRight: (value) => !Number.isNaN(millisecondsOf(value)),
};

/** The earliest plausible time of a call, in milliseconds since 1970. A smaller number is in seconds. */
const earliestMs = 1e11;

/** NaN if it is not a plausible time of a call. */
function millisecondsOf(value: unknown): number {
  const isDate = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) && !withoutZone.test(value);
  const ms = isDate ? Date.parse(value) : Number(timeOf(value));
  return ms >= earliestMs && ms < Infinity ? ms : Number.NaN;
}

/** A time that names no zone. `Date.parse` takes it for one in the zone of this machine. */
const withoutZone = /\d{4}-\d\d-\d\d[T ](?!.*(Z|[+-]\d\d(:?\d\d)?)$)/i;

/** When a verification was created, in milliseconds since 1970. NaN if it does not say. */
function createdMsOf({ created }: Verification): number {
  const text = textOf(created);
  return Date.parse(withoutZone.test(text) ? `${text}Z` : text);
}

/** Not by `instanceof`, because a date may come from another realm. */
function timeOf(value: unknown): unknown {
  if (Object.prototype.toString.call(value) === '[object Date]') return value;
  return typeof value === 'number' ? value : undefined;
}

/** Finds the verification of a create, from its input and the time at which it was sent. */
export async function reconcileSince(
  search: SearchIn,
  input: VerificationInput,
  options: ReconcileSinceOptions,
): Promise<Verification | undefined> {
  const { since, ...rest } = checkOptions('reconcile', options, { ...rules, since: sinceRule });
  if (since === undefined) {
    throw new ConfigurationError(
      'reconcile: since is missing. Pass the time at which the create was first sent.',
    );
  }
  // A copy as JSON, because the caller's object may change during the search.
  const sent = JSON.parse(jsonOf('reconcile', input)) as VerificationInput;
  if (!isObject(sent.target)) {
    throw new ConfigurationError('reconcile: the input must be the input of the create.');
  }
  const { clock } = search;
  const givenMs = millisecondsOf(since);
  const windowAt = (serverNow: number | undefined): Window => {
    // The clock of `since` may have been set in the meantime, and may be another machine's.
    const now = serverNow ?? clock.now();
    const skewMs = now - clock.now();
    const certainMs = Math.max(givenMs, givenMs + skewMs) - slackMs;
    // Nothing can have been sent in the future.
    const isWrong = certainMs > now + 60_000;
    return { certainMs, possibleMs: isWrong ? -Infinity : Math.min(givenMs, givenMs + skewMs) - day };
  };
  // Claims do not count, because this process may have sent the create.
  const isOthers = () => false;
  return await findCreated(search, sent, { windowAt, isOthers, failedMs: elapsed(clock) }, rest);
}

/** What identifies the verification. */
interface Sought {
  windowAt(serverNow: number | undefined): Window;
  isOthers(id: string): boolean;
  /** When the call failed, on the monotonic clock, in milliseconds. */
  readonly failedMs: number;
}

/** The verifications that match: certainly, or possibly. */
interface Candidates {
  readonly same: Verification[];
  readonly unclear: Verification[];
  /** Whether the list was read as far back as necessary. */
  isComplete: boolean;
}

async function findCreated(
  search: SearchIn,
  input: VerificationInput,
  sought: Sought,
  { signal, settleMs = defaultSettleMs }: ReconcileOptions,
): Promise<Verification | undefined> {
  const { clock } = search;
  if (!isIdentifiable(input)) {
    throw undecided('the request had neither a loan_id nor metadata to identify its verification');
  }
  for (;;) {
    const isSettled = elapsed(clock) - sought.failedMs >= settleMs;
    const { same, unclear, isComplete } = await searchOnce(search, input, sought, signal);
    const [one, another] = same;
    if (another) throw undecided('several verifications match the request');
    if (one) return one;
    if (isSettled) {
      if (unclear.length > 0)
        throw undecided('a verification may match, but does not show enough to be sure');
      if (!isComplete) throw undecided('the list did not show all verifications');
      return undefined;
    }
    await pause(clock, searchIntervalMs, signal);
  }
}

function undecided(problem: string): UndecidedError {
  const advice = 'Look for it with verifications.list, and give each create its own loan_id.';
  return new UndecidedError(`reconcile: ${problem}. ${advice}`);
}

function isIdentifiable({ loan_id, metadata }: VerificationInput): boolean {
  return isMark(loan_id) || Object.values(metadata ?? {}).some(isMark);
}

/** Reads the list as far back as the verification can have been created. */
async function searchOnce(
  { list }: SearchIn,
  input: VerificationInput,
  { windowAt, isOthers }: Sought,
  signal: AbortSignal | undefined,
): Promise<Candidates> {
  const pages = list(signal);
  const { response } = await pages.withResponse();
  const serverNow = Date.parse(String(response.headers.get('date')));
  const { certainMs, possibleMs } = windowAt(Number.isNaN(serverNow) ? undefined : serverNow);
  const found: Candidates = { same: [], unclear: [], isComplete: false };
  let isNewestFirst = true;
  let newestMs: number | undefined;
  let lastMs = Infinity;
  let total = 0;
  for await (const { results, next, count } of pages.pages()) {
    for (const seen of results) {
      const createdMs = createdMsOf(seen);
      // The order is not documented, so the search ends early only if the list proves to go from new to old.
      isNewestFirst &&= createdMs <= lastMs;
      newestMs ??= createdMs;
      lastMs = createdMs;
      if (createdMs < possibleMs || isOthers(seen.id)) continue;
      const difference = differences(input, seen);
      if (difference === 'other') continue;
      const isSure = difference === undefined && createdMs >= certainMs;
      (isSure ? found.same : found.unclear).push(seen);
    }
    total += results.length;
    const isFarEnough = isNewestFirst && lastMs < Number(newestMs) && lastMs < possibleMs;
    found.isComplete = next ? isFarEnough : !(total < count);
    if (isFarEnough || total >= mostRead) break;
  }
  return found;
}
