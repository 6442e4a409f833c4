import type { Finding } from './spec-findings.ts';
import { specSource } from './spec-source.ts';

/** What a reviewer would say: where, and what about it. The reporter of the test run counts equal ones. */
export interface Remark {
  readonly where: string;
  readonly says: string;
}

/** Whose code has to change. */
type Whose = 'client' | 'sandbox' | 'validators';

const what: Record<Whose, string> = {
  client: 'The client sent what the spec does not say',
  sandbox: 'The sandbox responded with what the spec does not say',
  validators: 'The validators say what the spec does not say',
};

const repair: Record<Whose, string> = {
  client: 'fix packages/client/src; what is in generated/ by pnpm generate',
  sandbox: 'fix packages/sandbox/src; or the spec, if the API itself is like that: then pnpm generate',
  validators: 'pnpm generate; if that changes nothing, fix packages/zod/src or tools/src/generation',
};

/** An error that says where, what the spec says and in which line, what was there, and what to do. */
export class RemarksError extends Error {
  override readonly name = 'RemarksError';
  readonly remarks: readonly Remark[];

  constructor(heading: string, remarks: readonly Remark[]) {
    const shown = remarks.slice(0, 5).map(({ where, says }) => `${where}\n${says}`);
    const more = remarks.length > 5 ? [`And ${remarks.length - 5} more.`] : [];
    super([`${heading}:`, ...shown, ...more].join('\n\n'));
    this.remarks = remarks;
    // The stack leads to no line that a reader needs.
    this.stack = this.message;
  }
}

/** Throws if there are findings, with the distinct ones in the message. */
export function expectNone(findings: readonly Finding[], whose: Whose): void {
  if (findings.length === 0) return;
  const remarks = findings.map((finding) => remarkOn(finding, repair[whose]));
  const distinct = new Map(remarks.map((remark) => [`${remark.where}\n${remark.says}`, remark]));
  throw new RemarksError(what[whose], [...distinct.values()]);
}

/**
 * Throws if anything was found, with all of it in the message.
 *
 * @param toDo - What to do about each.
 */
export function expectNothing(found: readonly string[], where: string, toDo = ''): void {
  if (found.length > 0)
    throw new RemarksError(
      where,
      found.map((says) => ({ where, says: `${says}\n${toDo}`.trim() })),
    );
}

/** A finding as a reviewer would write it. Items of lists are one place. */
function remarkOn({ operation, where, expected, actual, pointer }: Finding, toDo: string): Remark {
  return {
    where: `${operation}, ${where.replaceAll(/\/\d+(?=\/|$)/g, '/*')}`,
    says: [
      `expected  ${expected}${pointer === undefined ? '' : `, by ${specSource(pointer)} (${pointer})`}`,
      ...(actual === undefined ? [] : [`was       ${actual}`]),
      `to do     ${toDo}`,
    ].join('\n'),
  };
}
