import type { Finding } from './spec-findings.ts';
import { specSource } from './spec-source.ts';

/**
 * Findings as a reviewer would write them: where, what the spec says and in which line, what was there, and what to do.
 *
 * @param whose - Who is to answer for them.
 */
export function remarksOn(findings: readonly Finding[], whose: 'client' | 'sandbox'): string {
  const repair = {
    client: 'mend packages/client/src; what is in generated/ by pnpm generate',
    sandbox: 'mend packages/sandbox/src; or the spec, where the API itself is so: then pnpm generate',
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

/** Throws where there are findings, with all of them in the message. */
export function expectNone(findings: readonly Finding[], whose: 'client' | 'sandbox'): void {
  if (findings.length === 0) return;
  const what = whose === 'client' ? 'The client sent' : 'The sandbox answered';
  // The stack leads to no line that a reader needs.
  const error = new Error(`${what} what the spec does not say:\n\n${remarksOn(findings, whose)}`);
  error.stack = error.message;
  throw error;
}
