export { completeReport } from './complete-report.ts';
export { madeUpEmployment } from './made-up-person.ts';
export { readPeople } from './read-people.ts';
export { type Step, stepsTo } from './steps.ts';
export { type TestEmployment, type TestNumber, testNumbers } from './test-numbers.ts';
export {
  digitsOf,
  stepsOf,
  type TestPerson,
  type TestPersonError,
  type TestPersonErrorStatus,
  type TestPersonReport,
  type TestPersonState,
} from './test-person.ts';
export {
  keyResponseOf,
  keyResponses,
  type ReportShape,
  reportShapes,
  type Scenario,
  type TestValue,
  testValueOf,
  testValues,
} from './test-values.ts';
