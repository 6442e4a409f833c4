import { ApiError } from './api-error.ts';
import type { HandlerContext } from './handler.ts';
import { type Course, magicNumber, stepsTo } from './magic-inputs.ts';

/** The vendor's text for this was never published; this one is ours. */
const unsupportedTestNumber =
  'This social security number is not supported in the sandbox. Use one of the test numbers, such as 000-00-0000.';

/**
 * What becomes of an order, or of a credentials session, for a person.
 *
 * @throws {@link ApiError} where the number is a magic one for that, and 400 where no list knows it and people are not made up.
 */
export function courseOf(socialSecurityNumber: string, { unknownPeople }: HandlerContext): Course {
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
