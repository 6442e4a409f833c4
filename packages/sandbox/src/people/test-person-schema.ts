import { locate, resolve } from '@truework-legacy/spec/document';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { compileSchema, spec, stateEdges } from '../spec/index.ts';

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema | false>;
  items?: Schema;
  anyOf?: Schema[];
  format?: string;
  required?: string[];
  [keyword: string]: unknown;
}

type ObjectSchema = Schema & Required<Pick<Schema, 'properties'>>;

/** The statuses that a create documents and that say something about its person. */
const errorStatuses = [400, 401, 403, 429, 451, 500, 501] as const;

let validatePeople: ValidateFunction | undefined;

/** Checks a list of `TestPerson` against the spec's schemas, in which every field that they do not name is an error. */
export function peopleValidator(): ValidateFunction {
  validatePeople ??= compileSchema({ type: 'array', maxItems: 10_000, items: personSchema() });
  return validatePeople;
}

function personSchema(): Schema {
  const { price, turnaround_time, cancellation_reason, cancellation_details } =
    component('Verification').properties;
  return {
    type: 'object',
    required: ['social_security_number'],
    additionalProperties: false,
    properties: {
      // With a rule and words of its own: what is wrong with a number must not depend on the number.
      social_security_number: { type: 'string' },
      overrides_listed: { type: 'boolean' },
      states: { type: 'array', maxItems: 100, items: stateSchema },
      ...closedFields({ price, turnaround_time, cancellation_reason, cancellation_details }),
      reports: { type: 'array', maxItems: 100, items: reportSchema() },
      error: errorSchema(),
    },
  };
}

const stateSchema: Schema = {
  type: 'object',
  required: ['state'],
  additionalProperties: false,
  // The duration has a rule of its own.
  properties: {
    state: { type: 'string', enum: Object.keys(stateEdges) },
    after: { type: ['number', 'string'] },
  },
};

function reportSchema(): Schema {
  const { required: _, ...report } = closed(component('Report'));
  const { required: _e, ...employer } = closed(component('Employer'));
  const { required: _p, ...employee } = closed(component('Employee'));
  return {
    ...report,
    properties: { ...report.properties, id: false, verification_request: false, employer, employee },
  };
}

function errorSchema(): Schema {
  const { message } = component('ApiErrorDetail').properties;
  return {
    type: 'object',
    required: ['status'],
    additionalProperties: false,
    properties: {
      status: { type: 'integer', enum: [...errorStatuses] },
      ...closedFields({ message }),
      invalid_fields: { $ref: 'truework#/components/schemas/InvalidFields' },
    },
  };
}

function component(name: string): ObjectSchema {
  return locate<ObjectSchema>(spec(), `#/components/schemas/${name}`).value;
}

/** The format alone also takes a blank for the `T` and an offset without a colon, which RFC 3339 does not have. */
const strictDateTime = '^.{10}[Tt][\\d:.]+([Zz]|[+-]\\d\\d:\\d\\d)$';

/** A schema of the spec without references, in which a field that it does not name is an error. */
function closed(reference: Schema): Schema {
  const schema = resolve(spec(), reference);
  const { properties, items, anyOf, format } = schema;
  return {
    ...schema,
    ...(format === 'date-time' ? { pattern: strictDateTime } : {}),
    ...(properties === undefined
      ? {}
      : { properties: closedFields(properties), additionalProperties: false }),
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(closed) }),
  };
}

function closedFields(properties: Record<string, Schema | false | undefined>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) => (schema ? [[name, closed(schema)]] : [])),
  );
}
