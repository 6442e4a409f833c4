import { quote, SandboxError } from '../errors/index.ts';

/** The source of the sandbox's time: an object with `now`, such as a `testClock` or a clock of the client. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /**
   * Calls back once, after this many milliseconds of this clock. With it, scheduled events run by themselves.
   * Without it, they run before the next request and when the sandbox's own clock is advanced.
   *
   * @returns A function that cancels it.
   */
  after?(milliseconds: number, callback: () => void): () => void;
  /**
   * Milliseconds since any point in time, by a clock that is never set. Durations are measured with it.
   * @defaultValue `now()`, and for the rate limit also real time
   */
  elapsed?(): number;
}

/** A span of time: milliseconds, or a number with its unit, such as `500 ms`, `10 seconds`, `2 hours`, `3 days`. */
export type Duration = number | string;

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  s: 1000,
  second: 1000,
  m: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  week: 604_800_000,
};

/**
 * A duration in milliseconds.
 *
 * @throws {@link SandboxError} `invalid_duration` if it is not a duration, or negative.
 */
export function durationMs(duration: Duration): number {
  const milliseconds = typeof duration === 'string' ? durationIn(duration) : duration;
  if (!Number.isFinite(milliseconds) || milliseconds < 0) {
    throw new SandboxError(
      'invalid_duration',
      `${quote(duration)} is not a duration. Use milliseconds as a number, or text such as "500 ms", "2 hours" or "3 days".`,
    );
  }
  return Math.round(milliseconds);
}

/** NaN if a text is not a duration. */
function durationIn(text: string): number {
  const [, amount, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const name = unit.toLowerCase();
  return Number(amount) * Number(unitsMs[name] ?? unitsMs[name.replace(/s$/, '')]);
}

/** Where clocks begin and end. The API's timestamps have years of four digits, and what falls due later needs some room. */
const earliestMs = Date.parse('0001-01-01T00:00:00Z');
const latestMs = Date.UTC(9999, 0);

/**
 * A duration in milliseconds by which a clock can be advanced.
 *
 * @throws {@link SandboxError} `invalid_duration` if it is not a duration, or leads beyond the year 9998.
 */
export function advanceMs(duration: Duration, nowMs: number): number {
  const milliseconds = durationMs(duration);
  if (nowMs + milliseconds > latestMs) {
    throw new SandboxError(
      'invalid_duration',
      'The clock ends with the year 9998, and this would lead beyond it. Advance it by less.',
    );
  }
  return milliseconds;
}

/** Whether a clock can show a time: milliseconds since 1970 in the years 1 to 9998. */
export function isTime(milliseconds: unknown): milliseconds is number {
  return typeof milliseconds === 'number' && milliseconds >= earliestMs && milliseconds <= latestMs;
}

/** An instant with its offset, in milliseconds since 1970. NaN if a text is not one, or names a day that no calendar has. */
export function instantMs(text: string): number {
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)T[\d:.]+(Z|[+-]\d\d:\d\d)$/i.exec(text) ?? [];
  // Such a day would become one of the month after.
  const isDay = new Date(Date.parse(day)).toJSON()?.startsWith(day);
  return isDay ? Date.parse(text) : Number.NaN;
}

/** An instant as the API prints it: ISO 8601, UTC, with microseconds. */
export function apiTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}

/** A day as the API prints it: `YYYY-MM-DD`, UTC. */
export function apiDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** An instant as the `Date` header prints it. */
export function httpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}
