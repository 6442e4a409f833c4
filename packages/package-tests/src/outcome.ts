import { expect } from 'vitest';

/** What must not be printed, whatever is: the key of `fixtures/consumer/use.ts`, and its numbers. */
const secret = /tw_sk_test_example|000-\d\d-\d{4}|hook-token/;

/**
 * Expects every entry of what `fixtures/consumer/use.ts` returned to be true, and nothing secret in what it printed before.
 *
 * @param printed - All of its output: the last line is what it returned.
 */
export function expectAllTrue(printed: string): void {
  const lines = printed.trim().split('\n');
  const outcome = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
  const claims = Object.keys(outcome);
  expect(claims.length).toBeGreaterThan(2);
  expect(outcome).toEqual(Object.fromEntries(claims.map((claim) => [claim, true])));
  expect(lines.length).toBeGreaterThan(1);
  expect(printed).not.toMatch(secret);
}
