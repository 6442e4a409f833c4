import { ApiError } from '../http/index.ts';
import {
  keyResponses,
  type Scenario,
  stepsOf,
  stepsTo,
  type TestPerson,
  testValueOf,
} from '../people/index.ts';
import type { VerificationRecord } from '../state/index.ts';
import type { HandlerContext } from './handler.ts';

/** The vendor's text for this was never published; this one is ours. */
const unsupportedTestNumber =
  'This social security number is not supported in the sandbox. Use one of the test numbers, such as 000-00-0000.';

/** What happens to a verification. Its reports follow from what is stored of it. */
type Plan = Omit<Scenario, 'employments'>;

/**
 * The scenario of a verification, or of a credentials session, for a person.
 *
 * @throws {@link ApiError} The error of the number or test person, or 400 if no list knows it and people are not made up.
 */
export function scenarioOf(socialSecurityNumber: string, { tenant, unknownPeople }: HandlerContext): Plan {
  const person = tenant.people.find(socialSecurityNumber);
  if (person !== undefined) return scenarioOfPerson(person);
  const listed = testValueOf(socialSecurityNumber);
  if (listed?.response !== undefined) throw new ApiError(listed.response.status, listed.response.message);
  if (listed?.scenario !== undefined) return listed.scenario;
  if (unknownPeople === 'made-up') return { steps: stepsTo('completed') };
  throw new ApiError(400, unsupportedTestNumber);
}

/**
 * The scenario of a create.
 *
 * @throws {@link ApiError} as `scenarioOf`, and 400 for a number that is for credentials sessions alone.
 */
export function scenarioOfCreate(socialSecurityNumber: string, context: HandlerContext): Plan {
  const scenario = scenarioOf(socialSecurityNumber, context);
  if (scenario.sessionsOnly === true) throw new ApiError(400, unsupportedTestNumber);
  return scenario;
}

/**
 * The scenario of a reverification, also of what a credentials session created. It still knows a person who was removed from the list
 * since.
 *
 * @throws {@link ApiError} as `scenarioOf`.
 */
export function scenarioOfReverification(
  { input: { target }, person }: VerificationRecord,
  context: HandlerContext,
): Plan {
  const isGone = person !== null && context.tenant.people.find(target.social_security_number) === undefined;
  return isGone
    ? scenarioOfPerson(person)
    : scenarioOf(target.social_security_number, { ...context, unknownPeople: 'made-up' });
}

function scenarioOfPerson(person: TestPerson): Plan {
  const { error } = person;
  if (error === undefined) return { steps: stepsOf(person), person };
  const { status, invalid_fields } = error;
  const usual = status === 400 ? 'Invalid field values provided' : keyResponses[status].message;
  throw new ApiError(status, error.message ?? usual, invalid_fields);
}
