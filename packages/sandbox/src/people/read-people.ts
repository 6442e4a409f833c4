import { namesIn, pointerTo } from '@truework-legacy/spec/document';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { lostInJson, nearestName, SandboxError } from '../errors/index.ts';
import type { VerificationState } from '../generated/types.gen.ts';
import { stateEdges } from '../spec/index.ts';
import { durationMs } from '../time/index.ts';
import { digitsOf, type TestPerson } from './test-person.ts';
import { peopleValidator } from './test-person-schema.ts';
import { testValueOf } from './test-values.ts';

/** What is wrong, and the JSON pointer to it. Neither holds a value. */
interface Problem {
  pointer: string;
  text: string;
}

/** How many problems a message lists: enough to work through, and short whatever was given. */
const shownProblems = 10;

const longestWaitMs = 3650 * 86_400_000;

/**
 * Checks test people, each by itself and all together.
 *
 * @param given - A list of {@link TestPerson}, if the caller is right.
 * @returns A copy of them.
 * @throws {@link SandboxError} `invalid_people`, with a JSON pointer and what is expected for each problem.
 */
export function readPeople(given: unknown): readonly TestPerson[] {
  if (Array.isArray(given) && given.length === 0) return [];
  const people = copyOf(given);
  const validate = peopleValidator();
  const problems = validate(people)
    ? ruleProblems(people as TestPerson[])
    : schemaProblems(validate.errors ?? []);
  if (problems.length > 0) throw invalidPeople(problems);
  return people as TestPerson[];
}

/** The copy makes what was given JSON, and what the caller does with it afterwards changes nothing. */
function copyOf(given: unknown): unknown {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(given));
  } catch {
    throw invalidPeople([{ pointer: '', text: 'Expected JSON: no cycle, no BigInt, nothing undefined.' }]);
  }
  const lost = lostInJson(given);
  if (lost === undefined) return copy;
  const pointer = pointerTo('', ...lost.map(shownName));
  throw invalidPeople([{ pointer, text: 'Expected a JSON value: no Map, no function, no NaN.' }]);
}

function invalidPeople(problems: readonly Problem[]): SandboxError {
  const lines = problems
    .slice(0, shownProblems)
    .map(({ pointer, text }) => `  ${pointer || '(the list)'}: ${text}`);
  if (problems.length > shownProblems) lines.push(`  … and ${problems.length - shownProblems} more.`);
  return new SandboxError('invalid_people', `These test people are invalid:\n${lines.join('\n')}`);
}

// What the schemas cannot say.

function ruleProblems(people: readonly TestPerson[]): Problem[] {
  const seen = new Map<string, number>();
  return people.flatMap((person, index) => {
    const problems = [...numberProblems(person), ...stateProblems(person), ...otherProblems(person)];
    const digits = digitsOf(person.social_security_number);
    const first = seen.get(digits);
    if (first === undefined) seen.set(digits, index);
    else problems.push({ pointer: '/social_security_number', text: `The same as that of /${first}.` });
    return problems.map(({ pointer, text }) => ({ pointer: `/${index}${pointer}`, text }));
  });
}

function numberProblems({ social_security_number: number, overrides_listed }: TestPerson): Problem[] {
  const pointer = '/social_security_number';
  if (!/^(\d{3}-\d{2}-\d{4}|\d{9})$/.test(number)) {
    return [{ pointer, text: 'Expected nine digits, such as "000-55-0001" or "000550001".' }];
  }
  if (!/^(?:000|666|9\d\d|\d{3}00|\d{5}0000)/.test(digitsOf(number))) {
    const text =
      'Expected a number that is never issued, so that it belongs to no real person: one that begins with 000, 666 or 9, has 00 in the middle, or ends with 0000.';
    return [{ pointer, text }];
  }
  const isListed = testValueOf(number) !== undefined;
  if (isListed && overrides_listed !== true) {
    const text =
      'This number is in the list of test numbers. Use another one, or set "overrides_listed": true to replace it.';
    return [{ pointer, text }];
  }
  if (!isListed && overrides_listed === true) {
    return [
      { pointer: '/overrides_listed', text: 'The number is not in the list of test numbers. Leave it out.' },
    ];
  }
  return [];
}

function stateProblems({ states = [] }: TestPerson): Problem[] {
  let from: VerificationState = 'pending-approval';
  return states.flatMap(({ state, after }, index) => {
    const problems: Problem[] = [];
    if (!stateEdges[from].includes(state)) {
      const next = stateEdges[from].join(', ');
      const text =
        next === '' ? `Nothing follows ${from}. Remove it.` : `After ${from}, expected one of: ${next}.`;
      problems.push({ pointer: `/states/${index}/state`, text });
    }
    from = state;
    if (after !== undefined && !isWait(after)) {
      const text = 'Expected milliseconds or a duration such as "2 days", at most 3650 days.';
      problems.push({ pointer: `/states/${index}/after`, text });
    }
    return problems;
  });
}

function isWait(after: string | number): boolean {
  try {
    return durationMs(after) <= longestWaitMs;
  } catch {
    return false;
  }
}

function otherProblems(person: TestPerson): Problem[] {
  const { social_security_number: _, overrides_listed: __, error, ...rest } = person;
  const problems: Problem[] = [];
  if (error !== undefined) {
    for (const name of Object.keys(rest)) {
      problems.push({ pointer: `/${name}`, text: 'Leave it out: a person with an error has nothing else.' });
    }
    if (error.invalid_fields !== undefined && error.status !== 400) {
      problems.push({
        pointer: '/error/invalid_fields',
        text: 'Only allowed with status 400. Leave it out.',
      });
    }
    return problems;
  }
  const isCanceled = person.states?.at(-1)?.state === 'canceled';
  for (const name of ['cancellation_reason', 'cancellation_details'] as const) {
    if (person[name] == null || isCanceled) continue;
    problems.push({ pointer: `/${name}`, text: 'Only for a person whose last state is canceled.' });
  }
  for (const [index, { employee }] of (person.reports ?? []).entries()) {
    const number = employee?.social_security_number;
    if (number == null || /^\*{3}-\*{2}-\d{4}$/.test(number)) continue;
    const pointer = `/reports/${index}/employee/social_security_number`;
    problems.push({ pointer, text: 'Expected null or a masked number, such as "***-**-0001".' });
  }
  return problems;
}

// What the schemas say.

function schemaProblems(errors: readonly ErrorObject[]): Problem[] {
  const byPointer = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const pointer = pointerOf(error);
    byPointer.set(pointer, [...(byPointer.get(pointer) ?? []), error]);
  }
  return [...byPointer].flatMap(([pointer, found]) => {
    const text = textOf(found);
    return text === undefined ? [] : [{ pointer, text }];
  });
}

/** Where something is wrong. A name that is not like one of a program may be a value in the wrong place, and is not shown. */
function pointerOf({ instancePath, keyword, params }: ErrorObject): string {
  const names = namesIn(instancePath);
  if (keyword === 'required') names.push(params['missingProperty']);
  if (keyword === 'additionalProperties') names.push(params['additionalProperty']);
  return pointerTo('', ...names.map(shownName));
}

function shownName(name: string): string {
  return /^(?:\d{1,5}|[a-z]\w{0,63})$/i.test(name) && !/\d{6}/.test(name) ? name : '*';
}

/** One text for what is wrong at one pointer. Returns undefined if it only repeats what is wrong inside. */
function textOf(found: readonly ErrorObject[]): string | undefined {
  const types = found.filter(({ keyword }) => keyword === 'type');
  const others = found.filter(({ keyword }) => keyword !== 'type' && keyword !== 'anyOf');
  const [other] = others;
  if (other !== undefined) return textOfOne(other);
  // The branches of a choice that the value is not meant for complain of its type; the others of what is inside.
  const choice = found.find(({ keyword }) => keyword === 'anyOf');
  if (choice && types.length < (choice.schema as unknown[]).length) return undefined;
  const expected = new Set(types.flatMap(({ params }) => params['type'] as string | string[]));
  return `Expected ${[...expected].join(' or ')}.`;
}

function textOfOne({ keyword, params, parentSchema = {}, message }: ErrorObject): string {
  switch (keyword) {
    case 'required': {
      const { type } = parentSchema['properties'][params['missingProperty']] as { type: string | string[] };
      return `Required (${[type].flat().join(' or ')}).`;
    }
    case 'additionalProperties':
      return unknownField(params['additionalProperty'], Object.keys(parentSchema['properties']));
    case 'false schema':
      return 'Leave it out: it follows from the request.';
    case 'enum':
      return `Expected one of: ${(params['allowedValues'] as unknown[]).map(String).join(', ')}.`;
    case 'pattern':
    case 'format':
      return `Expected a string such as ${JSON.stringify(parentSchema['example'])} (${parentSchema['format'] ?? params['pattern']}).`;
    default:
      // The words of ajv, which quote the schema and never the value.
      return `It ${message}.`;
  }
}

function unknownField(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined
    ? `Unknown field. Expected one of: ${known.join(', ')}.`
    : `Unknown field. Did you mean "${nearest}"?`;
}
