import { ApiError } from './api-error.ts';
import type { HandlerContext } from './handler.ts';
import { type Course, magicAnswers, magicNumber, stepsTo } from './magic-inputs.ts';
import { stepsOf, type TestPerson } from './test-person.ts';
import type { KeptVerification } from './verifications.ts';

/** The vendor's text for this was never published; this one is ours. */
const unsupportedTestNumber =
  'This social security number is not supported in the sandbox. Use one of the test numbers, such as 000-00-0000.';

/**
 * What becomes of an order, or of a credentials session, for a person.
 *
 * @throws {@link ApiError} where the number or the test person is one for that, and 400 where no list knows it and people are not made up.
 */
export function courseOf(socialSecurityNumber: string, { tenant, unknownPeople }: HandlerContext): Course {
  const person = tenant.people.find(socialSecurityNumber);
  if (person !== undefined) return courseOfPerson(person);
  const listed = magicNumber(socialSecurityNumber);
  if (listed?.answer !== undefined) throw new ApiError(listed.answer.status, listed.answer.message);
  if (listed?.course !== undefined) return listed.course;
  if (unknownPeople === 'made-up') return { steps: stepsTo('completed'), employments: [] };
  throw new ApiError(400, unsupportedTestNumber);
}

/**
 * What becomes of an order for a person.
 *
 * @throws {@link ApiError} as `courseOf`, and 400 for a number that is for credentials sessions alone.
 */
export function courseOfOrder(socialSecurityNumber: string, context: HandlerContext): Course {
  const course = courseOf(socialSecurityNumber, context);
  if (course.sessionsOnly === true) throw new ApiError(400, unsupportedTestNumber);
  return course;
}

/**
 * What becomes of a reverification. A person who was taken from the list since is still known to it.
 *
 * @throws {@link ApiError} as `courseOf`.
 */
export function courseOfReverification(
  { input: { target }, person }: KeptVerification,
  context: HandlerContext,
): Course {
  const isGone = person !== null && context.tenant.people.find(target.social_security_number) === undefined;
  return isGone
    ? courseOfPerson(person)
    : courseOfOrder(target.social_security_number, { ...context, unknownPeople: 'made-up' });
}

function courseOfPerson(person: TestPerson): Course {
  const { error } = person;
  if (error === undefined) return { steps: stepsOf(person), employments: [], person };
  const { status, invalid_fields } = error;
  const usual = status === 400 ? 'Invalid field values provided' : magicAnswers[status].message;
  throw new ApiError(status, error.message ?? usual, invalid_fields);
}
