import { expect } from 'vitest';

/** Expects every entry of what `consumer/use.ts` returned to be true. */
export function expectAllTrue(printed: string): void {
  const outcome = JSON.parse(printed) as Record<string, unknown>;
  const claims = Object.keys(outcome);
  expect(claims.length).toBeGreaterThan(2);
  expect(outcome).toEqual(Object.fromEntries(claims.map((claim) => [claim, true])));
}
