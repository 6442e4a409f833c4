import { afterAll, describe, expect, test } from 'vitest';
import {
  approved,
  howToApprove,
  unapprovedLocations,
  unapprovedOperations,
  unapprovedWords,
} from '../../src/approved.ts';
import { BodySender } from '../../src/body-sender.ts';
import {
  type ApprovedConstraint,
  approvedConstraints,
  componentOf,
  findingsOfTheSpec,
  findingsOfTheValidators,
  locationOf,
  schemaOf,
  validatorAt,
} from '../../src/constraint-validators.ts';
import { inComponent, locationsOfTheSpec } from '../../src/constraints.ts';
import { isAccepted } from '../../src/is-accepted.ts';
import { canBeSent, ParameterSender, parameterLocations } from '../../src/parameter-sender.ts';
import { expectNothing } from '../../src/remarks.ts';
import { bodyLocations, fieldsOf } from '../../src/request-locations.ts';
import { decode, type Sample } from '../../src/samples.ts';
import { fromText } from '../../src/spec-findings.ts';
import { operationsOfTheSpec, webhooksOfTheSpec } from '../../src/spec-operations.ts';
import type { SuiteEvidence } from '../../src/suite-evidence.ts';
import { wordsOfTheSpec } from '../../src/words.ts';

// Every keyword in every location of the spec, with valid and invalid values: by what was approved, by ajv, by the validators, and,
// if requests are made of it, by the sandbox and the client.

const ofComponents = approvedConstraints.filter((constraint) => componentOf(constraint) !== undefined);

/** Who accepted the valid values of each constraint, and who rejected the invalid ones. */
const coverage: Record<string, { valid: Set<string>; invalid: Set<string> }> = {};
const notApproved = 'The spec is not as approved';
const verbs = { valid: 'accepted', invalid: 'rejected' } as const;

function seen({ name, ...constraint }: ApprovedConstraint, how: 'valid' | 'invalid', by: string): void {
  if (constraint[how].length === 0) return;
  coverage[name] ??= { valid: new Set(), invalid: new Set() };
  coverage[name][how].add(by);
}

test('the spec demands what was approved, no more and no less', () => {
  expectNothing(unapprovedLocations(locationsOfTheSpec()), notApproved, howToApprove);
});

test('the descriptions, sources and examples of the spec are those that were approved', () => {
  expectNothing(unapprovedWords(wordsOfTheSpec()), notApproved, howToApprove);
});

test('of a long description only the changed words are reported', () => {
  const pointer = '#/paths/~1verification-requests~1{verification_request_id}~1reverify/put/description';
  const now = String(approved.words[pointer]).replace('within 90 days', 'within days');
  expect(unapprovedWords({ ...approved.words, [pointer]: now })).toEqual([
    expect.stringMatching(
      /_reverify\.yaml:\d+: description was "… verification again, within 90 days of its …", and is "… verification again, within days of its …"\. \(#\/paths\/.*\)$/,
    ),
  ]);
});

test('a value that became valid is reported once, with the line of the spec', () => {
  const pointer = '#/components/schemas/CancellationInput';
  const now = structuredClone(locationsOfTheSpec());
  const required = now[pointer]?.constraints['required'] ?? expect.unreachable();
  Object.assign(required, { valid: [...required.valid, ...required.invalid], invalid: [] });
  expect(unapprovedLocations(now)).toEqual([
    expect.stringMatching(/CancellationInput\.yaml:\d+\): leaving out `cancellation_reason` is valid now\.$/),
  ]);
});

test('the operations and webhooks of the spec are those that were approved', () => {
  const now = [...operationsOfTheSpec(), ...webhooksOfTheSpec()];
  expectNothing(unapprovedOperations(now), notApproved, howToApprove);
});

describe('the spec, as ajv reads it, keeps to', () => {
  test.for(approvedConstraints)('$name', (constraint) => {
    expectNothing(findingsOfTheSpec(constraint), notApproved);
    seen(constraint, 'valid', 'spec');
    seen(constraint, 'invalid', 'spec');
  });
});

describe('the validators keep to', () => {
  test.for(ofComponents)('$name', (constraint) => {
    expectNothing(
      findingsOfTheValidators(constraint),
      'The validators differ from the spec: run pnpm generate',
    );
    seen(constraint, 'valid', 'validators');
    seen(constraint, 'invalid', 'validators');
  });
});

const inBodies = bodyLocations().flatMap((location) =>
  ofComponents
    .filter((constraint) => componentOf(constraint) === location.component)
    .map((constraint) => ({ title: `${location.operation} ${constraint.name}`, location, constraint })),
);

describe('in a request, sandbox and client keep to', () => {
  const sender = new BodySender();
  afterAll(() => sender.close());

  test.for(inBodies)('$title', async ({ location, constraint }, { task }) => {
    const { pointer, valid, invalid } = constraint;
    const path = [...location.path, ...fieldsOf(pointer)];
    const validate = validatorAt(`#/components/schemas/${location.body}`);
    const check = async (sample: Sample, isRight: boolean) => {
      const body = location.wrap(inComponent(pointer, sample));
      const { status, message, isRejected, isHeldBack } = await sender.send(location.operation, body, path);
      const remark = `${locationOf(constraint)}: ${JSON.stringify(sample)} is ${isRight ? 'valid' : 'invalid'} in ${location.operation}`;
      expect({ isRejected, isHeldBack }, `${remark}, which responded with ${status}`).toEqual({
        isRejected: !isRight && !hasFallback(pointer, sample),
        isHeldBack: !isRight,
      });
      if (isRight && !isAccepted(location.operation, status, message))
        expect.fail(`${remark}, which responded with ${status}: ${message}`);
      seen(constraint, isRight ? 'valid' : 'invalid', 'sandbox and client');
    };
    for (const sample of valid) await check(sample, true);
    // Another form that is allowed there may accept what is invalid in this one. And for null as the whole body nothing is sent.
    const wrong = invalid.filter(
      (sample) =>
        !(sample === null && path.length === 0) &&
        validate(location.wrap(inComponent(pointer, sample))) !== true,
    );
    for (const sample of wrong) await check(sample, false);
    (task.meta as SuiteEvidence).rejected = {
      operation: location.operation,
      status: 400,
      count: wrong.length,
    };
    if (wrong.length === 0) seen(constraint, 'invalid', 'sandbox and client');
  });
});

describe('as a parameter, the sandbox keeps to', () => {
  const sender = new ParameterSender();
  afterAll(() => sender.close());

  test.for(parameterLocations(approvedConstraints))(
    '$title',
    async ({ operation, parameter, constraint }) => {
      const { pointer, valid, invalid } = constraint;
      const schema = schemaOf(pointer) ?? expect.unreachable(`${pointer} is gone from the spec`);
      for (const sample of [...valid, ...invalid]) {
        const value = decode(sample, schema);
        const text = String(value);
        const isRight = validatorAt(pointer)(fromText(text, schema.type)) === true;
        // An object is not a text, and a number in quotes is a number here.
        if (typeof value === 'object' || isRight !== valid.includes(sample)) continue;
        if (!canBeSent(text, parameter)) continue;
        const { status, message, isRejected } = await sender.send(operation, parameter, text);
        const remark = `${locationOf(constraint)}: ${JSON.stringify(sample)} is ${isRight ? 'valid' : 'invalid'} in ${operation}`;
        expect({ isRejected }, `${remark}, which responded with ${status}`).toEqual({
          isRejected: !isRight && parameter.fallback === undefined,
        });
        if (isRight && !isAccepted(operation, status, message))
          expect.fail(`${remark}, which responded with ${status}: ${message}`);
        seen(constraint, isRight ? 'valid' : 'invalid', 'sandbox');
      }
    },
  );
});

describe('so that', () => {
  test('the values of every keyword were accepted and rejected, by all whom it concerns', ({ task }) => {
    const isInBodies = new Set(inBodies.map(({ constraint: { name } }) => name));
    const missing = approvedConstraints.flatMap((constraint) => {
      const { name, invalid } = constraint;
      const concerned = [
        'spec',
        ...(componentOf(constraint) === undefined ? [] : ['validators']),
        ...(isInBodies.has(name) ? ['sandbox and client'] : []),
      ];
      const ways = invalid.length === 0 ? (['valid'] as const) : (['valid', 'invalid'] as const);
      return ways.flatMap((how) =>
        concerned
          .filter((by) => !coverage[name]?.[how].has(by))
          .map((by) => `${locationOf(constraint)}: no ${how} value was ${verbs[how]} by ${by}.`),
      );
    });
    expectNothing(
      missing,
      'A keyword without a value that shows it. It may follow from the remarks above; fix those first',
    );
    (task.meta as SuiteEvidence).keywords = keywordTable();
  });
});

/** Whether a field is left out that the API has something else for. */
function hasFallback(pointer: string, sample: Sample): boolean {
  const left = typeof sample === 'object' && sample !== null && '$without' in sample ? sample.$without : '';
  return schemaOf(pointer)?.properties?.[String(left)]?.['x-fallback'] !== undefined;
}

/** For each keyword in how many locations it is used, in how many it can reject anything, and who accepted and rejected values there. */
function keywordTable(): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  for (const { name, keyword, invalid } of approvedConstraints) {
    const row = table[keyword] ?? {};
    table[keyword] = row;
    const count = (column: string) => {
      row[column] = (row[column] ?? 0) + 1;
    };
    count('locations');
    if (invalid.length > 0) count('rejecting');
    for (const how of ['valid', 'invalid'] as const) {
      for (const by of coverage[name]?.[how] ?? []) count(`${verbs[how]} by ${by}`);
    }
  }
  return table;
}
