export {
  aBoolean,
  aFunction,
  aListOf,
  anInteger,
  aPath,
  aSpan,
  aString,
  checkOptions,
  checkValue,
  isRecord,
  oneOf,
  type Rule,
} from './check-options.ts';
export { lostInJson } from './lost-in-json.ts';
export { nearestName } from './nearest-name.ts';
export { excerpt, kindOf, quote } from './quote.ts';
export { SandboxError } from './sandbox-error.ts';
