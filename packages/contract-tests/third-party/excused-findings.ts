import type { ThirdPartyFinding } from './validator.ts';

/** A finding of a third-party validator that is not our mistake. */
export interface Excuse {
  /** Name of the validator. */
  readonly validator: string;
  readonly operation?: string;
  readonly where: RegExp;
  readonly says: RegExp;
  /** Why it is not a mistake, with the evidence. */
  readonly reason: string;
}

const partialResponse =
  'OpenAPI cannot say that `fields` makes a response a part of its schema. Our own checks know it.';

/** Every finding that is excused. An excuse that covers nothing any more fails the test. */
export const excuses: readonly Excuse[] = [
  {
    validator: 'Prism',
    where: /^response 200 to [^:]*\bfields\b[^:]*: body(\.results\.\d+)?$/,
    says: /must have required property '\w+'$/,
    reason: partialResponse,
  },
  {
    validator: 'Redocly Respect',
    operation: 'getVerification',
    where: /^outcomes, step only-these-fields: schema check$/,
    says: /^REQUIRED must have required property '\w+'$/,
    reason: partialResponse,
  },
  {
    validator: 'Specmatic',
    operation: 'cancelVerification',
    where: /^\+ve: RESPONSE\.STATUS$/,
    says: /^expected status 200 but response contained status 403$/,
    reason:
      'It cancels the verification of its example again and again. The first succeeds, as Respect sees, too.',
  },
];

/** Whether an excuse covers a finding. */
export function isExcusedBy(
  { validator, operation, where, says }: ThirdPartyFinding,
  excuse: Excuse,
): boolean {
  return (
    validator === excuse.validator &&
    (excuse.operation === undefined || operation === excuse.operation) &&
    excuse.where.test(where) &&
    excuse.says.test(says)
  );
}

/** The findings that no excuse covers. */
export function unexcused(findings: readonly ThirdPartyFinding[]): ThirdPartyFinding[] {
  return findings.filter((finding) => !excuses.some((excuse) => isExcusedBy(finding, excuse)));
}

/** The excuses of a validator that cover none of its findings. */
export function unusedExcuses(validator: string, findings: readonly ThirdPartyFinding[]): Excuse[] {
  return excuses.filter(
    (excuse) => excuse.validator === validator && !findings.some((finding) => isExcusedBy(finding, excuse)),
  );
}
