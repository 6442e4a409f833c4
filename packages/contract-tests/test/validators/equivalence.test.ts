import { operationsOf, type Schema } from '@truework-legacy/spec/document';
import { drift } from '@truework-legacy/zod';
import * as miniRequest from '@truework-legacy/zod/mini/request';
import * as miniResponse from '@truework-legacy/zod/mini/response';
import * as request from '@truework-legacy/zod/request';
import * as response from '@truework-legacy/zod/response';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { runs, seed } from '../../src/random-runs.ts';
import { type Instance, SchemaInstances } from '../../src/schema-instances.ts';
import { spec } from '../../src/spec.ts';

// ajv on the bundled spec, and zod by what was generated from it, say the same of every value.

const runsPerSchema = runs(200);
const violations: Record<string, number> = {};

type Schemas = Readonly<Record<string, z.ZodType | undefined>>;

const components = spec.components?.schemas ?? {};

/** What a request may contain: what the spec says, and no field that it does not have. */
function closed(schema: unknown): unknown {
  return rewrite(schema, (part) =>
    part['properties'] !== undefined && part['additionalProperties'] === undefined
      ? { ...part, additionalProperties: false }
      : part,
  );
}

/** What a response may contain: what the spec says, and any string where the spec lists strings. */
function open(schema: unknown): unknown {
  return rewrite(schema, (part) => {
    const { enum: listed, ...rest } = part;
    return Array.isArray(listed) ? rest : part;
  });
}

function rewrite(part: unknown, change: (part: Record<string, unknown>) => object): unknown {
  if (Array.isArray(part)) return part.map((item) => rewrite(item, change));
  if (typeof part !== 'object' || part === null) return part;
  const inside = Object.entries(part).map(([name, value]) => [name, rewrite(value, change)]);
  return change(Object.fromEntries(inside));
}

function validatorOf(form: (schema: unknown) => unknown): (schema: object) => (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema({ components: { schemas: form(components) } } as object, 'spec');
  return (schema) => {
    const local = JSON.stringify(form(schema)).replaceAll('"#/components', '"spec#/components');
    const validate = ajv.compile(JSON.parse(local));
    return (value) => validate(value) === true;
  };
}
const validateClosed = validatorOf(closed);
const validateOpen = validatorOf(open);

/** Where ajv-formats differs from the RFC that JSON Schema names, and zod does not. */
const ajvIsWrong: { because: string; about: RegExp }[] = [
  {
    because:
      'RFC 3339: T between date and time, a colon in the offset. ajv-formats takes white space, +0100 and +01.',
    about: /^\d{4}-\d\d-\d\d(?:\s|T[\d:.]+[+-]\d\d(?:\d\d)?$)/i,
  },
  {
    because: 'RFC 3986: brackets stand around a host alone. ajv-formats takes them in a path as well.',
    about: /^[a-z][a-z\d+.-]*:\/\[/i,
  },
  {
    because:
      'RFC 3986: a port is a number, after one colon. ajv-formats reads an authority that is not one as a path.',
    about: /^[a-z][a-z\d+.-]*:\/\/[^/?#]*:[^/?#]*[^\d/?#]/i,
  },
  {
    because: 'RFC 3986: what follows the scheme may be empty. ajv-formats wants it.',
    about: /^[a-z][a-z\d+.-]*:(?:#|$)/i,
  },
];

function isKnown(value: unknown): boolean {
  if (typeof value === 'string') return ajvIsWrong.some(({ about }) => about.test(value));
  return typeof value === 'object' && value !== null && Object.values(value).some(isKnown);
}

/** Every validator of a value, and with which it has to agree. */
function verdicts(
  schema: Schema,
  schemas: { requests: z.ZodType[]; responses: z.ZodType[] },
): (instance: Instance) => void {
  const byClosed = validateClosed(schema);
  const byOpen = validateOpen(schema);
  return ({ value, violation }) => {
    const kind = violation.split(' ')[0] ?? '';
    violations[kind] = (violations[kind] ?? 0) + 1;
    const isClosed = byClosed(value);
    const isOpen = byOpen(value);
    const said = {
      requests: schemas.requests.map((validator) => validator.safeParse(value).success),
      responses: schemas.responses.map((validator) => validator.safeParse(value).success),
      isWithoutDrift: schemas.responses.map((validator) => drift(validator, value).length === 0),
    };
    const wanted = {
      requests: schemas.requests.map(() => isClosed),
      responses: schemas.responses.map(() => isOpen),
      isWithoutDrift: schemas.responses.map(() => isClosed),
    };
    if (JSON.stringify(said) !== JSON.stringify(wanted) && !isKnown(value))
      expect(said, violation).toEqual(wanted);
  };
}

function agree(schema: Schema, schemas: { requests: z.ZodType[]; responses: z.ZodType[] }): void {
  fc.assert(fc.property(new SchemaInstances(schema), verdicts(schema, schemas)), {
    seed,
    numRuns: runsPerSchema,
  });
}

describe('ajv on the spec and the validators agree on', () => {
  test.for(Object.keys(components))('%s', (name) => {
    const from = (schemas: object) =>
      (schemas as Schemas)[name] ?? expect.unreachable(`${name} has no schema`);
    agree(
      { $ref: `#/components/schemas/${name}` },
      { requests: [from(request), from(miniRequest)], responses: [from(response), from(miniResponse)] },
    );
  });

  const parts = operationParts();
  test.for(parts)('%s', ([, { id, part, schema }]) => {
    const from = (operations: object) =>
      (operations as Record<string, Record<string, z.ZodType>>)[id]?.[part];
    const requests = [from(request.operations), from(miniRequest.operations)];
    agree(schema, {
      requests: requests.map((found) => found ?? expect.unreachable(`${id} has no ${part}`)),
      responses: [],
    });
  });

  test('each kind of violation was among them', () => {
    expect(Object.keys(violations).sort()).toEqual([
      'bounds',
      'enum',
      'extra',
      'format',
      'missing',
      'none',
      'null',
      'type',
    ]);
  });
});

/** The parameters of each operation, as objects. */
function operationParts(): [string, { id: string; part: string; schema: Schema }][] {
  const names = { path: 'path', query: 'query', header: 'headers' };
  return operationsOf(spec).flatMap(({ id, parameters }) =>
    Object.entries(names).flatMap(
      ([location, part]): [string, { id: string; part: string; schema: Schema }][] => {
        const inPlace = parameters.map(({ value }) => value).filter((parameter) => parameter.in === location);
        if (inPlace.length === 0) return [];
        const schema = {
          type: 'object',
          properties: Object.fromEntries(inPlace.map(({ name, schema = {} }) => [name, schema])),
          required: inPlace.filter(({ required }) => required === true).map(({ name }) => name),
          ...(location === 'header' && { additionalProperties: true }),
        };
        return [[`${part} of ${id}`, { id, part, schema }]];
      },
    ),
  );
}
