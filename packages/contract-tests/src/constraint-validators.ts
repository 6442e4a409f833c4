import type { Schema } from '@truework-legacy/spec/document';
import { drift } from '@truework-legacy/zod';
import * as request from '@truework-legacy/zod/request';
import * as response from '@truework-legacy/zod/response';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { z } from 'zod';
import { approved } from './approved.ts';
import { type Constraint, inComponent, schemas } from './constraints.ts';
import { decode, type Sample } from './samples.ts';
import { spec } from './spec.ts';
import { specSource } from './spec-source.ts';

// What the spec and the validators make of the values that were approved as right and as wrong.

let ajv: Ajv2020 | undefined;
let schemaAt: ReadonlyMap<string, Schema> | undefined;

/** Has the spec read anew, after a mutant was put into it. */
export function readSpecAnew(): void {
  ajv = undefined;
  schemaAt = undefined;
}

function loadAjv(): Ajv2020 {
  const loaded = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(loaded);
  loaded.addSchema(spec, 'spec');
  return loaded;
}

/** A constraint that was approved, by its location and its keyword. */
export interface ApprovedConstraint extends Constraint {
  /** Pointer and keyword. */
  readonly name: string;
  readonly pointer: string;
  readonly keyword: string;
}

/** Every constraint that was approved. */
export const approvedConstraints: readonly ApprovedConstraint[] = Object.entries(approved.locations).flatMap(
  ([pointer, { constraints }]) =>
    Object.entries(constraints).map(([keyword, constraint]) => ({
      name: `${pointer} ${keyword}`,
      pointer,
      keyword,
      ...constraint,
    })),
);

/** The name of the component that a constraint is in. Undefined if it is a parameter's or a header's. */
export function componentOf({ pointer }: ApprovedConstraint): string | undefined {
  return /^#\/components\/schemas\/([^/]+)/.exec(pointer)?.[1];
}

/** The schema in a location of the spec as it is now. Undefined if it is gone. */
export function schemaOf(pointer: string): Schema | undefined {
  schemaAt ??= new Map(schemas().map(({ pointer, value }) => [pointer, value]));
  return schemaAt.get(pointer);
}

/** ajv's validator of a location of the spec. */
export function validatorAt(pointer: string): ValidateFunction {
  ajv ??= loadAjv();
  const validate = ajv.getSchema(`spec${pointer}`);
  if (validate === undefined) throw new Error(`The spec has no ${pointer}.`);
  return validate;
}

/** A constraint as a remark names it: pointer, file and line. */
export function locationOf({ pointer, keyword }: ApprovedConstraint): string {
  return `${pointer}/${keyword} (${specSource(`${pointer}/${keyword}`)})`;
}

/** Where the spec, as ajv reads it, accepts what was approved as invalid, or rejects what was approved as valid. */
export function findingsOfTheSpec(constraint: ApprovedConstraint): string[] {
  const { pointer, keyword, valid, invalid } = constraint;
  const schema = schemaOf(pointer);
  if (schema === undefined) return [`${locationOf(constraint)} is gone from the spec.`];
  const validate = validatorAt(pointer);
  const isRight = (sample: Sample) => validate(decode(sample, schema)) === true;
  return [
    ...valid
      .filter((sample) => !isRight(sample))
      .map((sample) => `${locationOf(constraint)} rejects ${JSON.stringify(sample)}.`),
    ...invalid.flatMap((sample) => {
      if (isRight(sample)) return [`${locationOf(constraint)} accepts ${JSON.stringify(sample)}.`];
      const keywords = (validate.errors ?? []).map((error: ErrorObject) => error.keyword);
      // What a reference leads to has keywords of its own.
      if (keyword === '$ref' || keywords.includes(keyword)) return [];
      return [
        `${locationOf(constraint)} does not reject ${JSON.stringify(sample)}, ${keywords.join(', ')} does.`,
      ];
    }),
  ];
}

/** The validators of the components, for requests and for responses. */
export interface Validators {
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
}

/** Where the validators differ from the spec. */
export function findingsOfTheValidators(
  constraint: ApprovedConstraint,
  validators: Validators = { request, response },
): string[] {
  const component = componentOf(constraint);
  if (component === undefined) return [];
  const validate = validatorAt(`#/components/schemas/${component}`);
  const strict = validators.request[component] as z.ZodType | undefined;
  const open = validators.response[component] as z.ZodType | undefined;
  if (strict === undefined || open === undefined) return [`The validators have no ${component}.`];
  const { valid, invalid } = constraint;
  const verdicts = [...valid, ...invalid].map((sample) => {
    const value = inComponent(constraint.pointer, sample);
    const isRight = validate(value) === true;
    const differing = [
      ...(strict.safeParse(value).success === isRight ? [] : ['request']),
      ...((drift(open, value).length === 0) === isRight ? [] : ['response']),
    ];
    return { sample, value, isRight, differing };
  });
  // A value that a later version of the API lists is data.
  const closed = verdicts.filter(
    ({ sample, value, isRight }) =>
      constraint.keyword === 'enum' &&
      typeof sample === 'string' &&
      !isRight &&
      !open.safeParse(value).success,
  );
  const remarks = [
    ...verdicts.flatMap(({ sample, isRight, differing }) =>
      differing.map(
        (which) =>
          `${locationOf(constraint)}: ${JSON.stringify(sample)} is ${isRight ? 'right' : 'wrong'} by the spec, and the other way round by the ${which} validator of ${component}.`,
      ),
    ),
    ...closed.map(
      ({ sample }) =>
        `${locationOf(constraint)}: the response validator of ${component} rejects ${JSON.stringify(sample)}, which the spec does not list, instead of reporting it as drift.`,
    ),
  ];
  // Another branch of an anyOf may accept a value that is invalid for this one, but not all of them.
  const isRejectedOnce = invalid.length === 0 || verdicts.some(({ isRight }) => !isRight);
  return isRejectedOnce
    ? remarks
    : [...remarks, `${locationOf(constraint)}: nothing violates it inside ${component}.`];
}
