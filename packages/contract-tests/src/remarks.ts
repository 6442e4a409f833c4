import type { Finding } from './spec-findings.ts';
import { specSource } from './spec-source.ts';

/**
 * Findings as a reviewer would write them: where, what the spec says and in which line, what was there, and the fix.
 *
 * @param whose - Whose code has to change.
 */
function remarksOn(findings: readonly Finding[], whose: 'client' | 'sandbox'): string {
  const repair = {
    client: 'fix packages/client/src; what is in generated/ by pnpm generate',
    sandbox: 'fix packages/sandbox/src; or the spec, if the API itself is like that: then pnpm generate',
  }[whose];
  return findings
    .map(({ operation, where, expected, actual, pointer }) =>
      [
        `${operation}, ${where}`,
        `  expected  ${expected}${pointer === undefined ? '' : `, by ${specSource(pointer)} (${pointer})`}`,
        ...(actual === undefined ? [] : [`  was       ${actual}`]),
        `  to do     ${repair}`,
      ].join('\n'),
    )
    .join('\n\n');
}

/** Throws if there are findings, with all of them in the message. */
export function expectNone(findings: readonly Finding[], whose: 'client' | 'sandbox'): void {
  if (findings.length === 0) return;
  const what = whose === 'client' ? 'The client sent' : 'The sandbox responded with';
  // The stack leads to no line that a reader needs.
  const error = new Error(`${what} what the spec does not say:\n\n${remarksOn(findings, whose)}`);
  error.stack = error.message;
  throw error;
}
