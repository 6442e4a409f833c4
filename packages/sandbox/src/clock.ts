/** Where the sandbox takes the time from. Tests pass their own. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** An instant as the API prints it: ISO 8601, UTC, with microseconds. */
export function apiTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}

/** A day as the API prints it: `YYYY-MM-DD`, UTC. */
export function apiDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
