import { inspect } from 'node:util';
import type { Schema } from '@truework-legacy/spec/document';
import { personalCanaries } from '@truework-legacy/spec/test-data';
import { drift, toApiErrorBody, toInvalidFields, validation } from '@truework-legacy/zod';
import * as miniRequest from '@truework-legacy/zod/mini/request';
import * as miniResponse from '@truework-legacy/zod/mini/response';
import * as request from '@truework-legacy/zod/request';
import * as response from '@truework-legacy/zod/response';
import { afterAll, afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { resolved } from '../../src/full-value.ts';
import { spec } from '../../src/spec.ts';

// A canary is put into every location of every schema, in every way that is wrong, and must be in nothing that can be logged.

const word = personalCanaries.last_name;
const number = 7390417265;
const canaries = [word, String(number)];

const components = spec.components?.schemas ?? {};

interface Location {
  readonly path: readonly (string | number)[];
  readonly isPersonal: boolean;
}

/** Every location in a component itself, lists and maps with one item each. Components inside it have their own turn. */
function* locationsIn(schema: Schema, path: readonly (string | number)[] = []): Iterable<Location> {
  const isPersonal = resolved(schema)['x-pii'] === true;
  yield { path, isPersonal };
  for (const { properties = {}, items, additionalProperties, $ref } of schema.anyOf ?? [schema]) {
    if ($ref !== undefined) continue;
    for (const [name, field] of Object.entries(properties)) yield* locationsIn(field, [...path, name]);
    if (items !== undefined) yield* locationsIn(items, [...path, 0]);
    if (typeof additionalProperties === 'object') yield* locationsIn(additionalProperties, [...path, word]);
  }
}

/** What may be put into a location and is invalid there, by the kind of violation. */
const violations: Record<string, (inside: unknown) => unknown> = {
  'unknown value, wrong form or wrong type': () => word,
  'too long': () => word.repeat(100),
  number: () => number,
  list: () => [word],
  object: () => ({ [word]: word, [`${number}`]: number }),
  'list of objects': () => [{ [word]: { [word]: word } }],
  'many items': () => Array.from({ length: 1001 }, () => word),
  'unknown fields': (inside) => ({
    ...(inside as object),
    [`${word} ${number}`]: word,
    [`m${number}`]: word,
    unheard_of: word,
    more: { a: number },
  }),
  null: () => null,
  missing: () => undefined,
};

/** A value with only what leads to a location; what is missing around it is one more violation. */
function valueWith(path: readonly (string | number)[], inside: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return inside;
  const part = valueWith(rest, inside);
  return typeof step === 'number' ? [part] : { [step]: part, first_name: word, social_security_number: word };
}

/** Everything of a check that can be shown; zod's own forms of an error are made of its issues. Those of zod/mini are the same checks: their errors are looked at, and not each form of them. */
function shown(schema: z.ZodType, value: unknown, isMini: boolean): string {
  const { error } = schema.safeParse(value, { reportInput: true, error: () => JSON.stringify(value) });
  const parts: unknown[] =
    error === undefined
      ? []
      : isMini
        ? [error.message, error.issues]
        : [
            error.message,
            inspect(error, { depth: 20, showHidden: true }),
            error,
            error.issues,
            toInvalidFields(error),
            toApiErrorBody(error),
            schema.safeParse(value, { jitless: true }).error,
          ];
  return JSON.stringify([...parts, drift(schema, value), schema['~standard'].validate(value)]);
}

/** What a Standard Schema returns if it finds nothing wrong is the value itself. */
function withoutSuccess(text: string): string {
  return text.replace(/\{"value":.*\}\]$/, '');
}

let checks = 0;
const personal = new Set<string>();

afterEach(() => {
  z.config({ customError: undefined });
});

test.for(Object.keys(components))('%s shows no value of its input', { timeout: 60_000 }, (name) => {
  z.config({ customError: (issue) => `But there was ${JSON.stringify(issue.input)}` });
  const schemas = [request, response, miniRequest, miniResponse].map(
    (entry) => (entry as unknown as Record<string, z.ZodType>)[name] ?? expect.unreachable(),
  );
  for (const { path, isPersonal } of locationsIn(components[name] ?? {})) {
    if (isPersonal) personal.add(`${name}.${path.join('.')}`);
    for (const [violation, make] of Object.entries(violations)) {
      const value = valueWith(path, make({}));
      for (const [index, schema] of schemas.entries()) {
        const text = withoutSuccess(shown(schema, value, index > 1));
        const found = canaries.filter((canary) => text.includes(canary));
        if (found.length > 0)
          expect.fail(`${violation} at ${name}.${path.join('.')}: ${found} in\n${text.slice(0, 2000)}`);
        checks += 1;
      }
    }
  }
});

test.for(Object.entries({ ...validation.requests, ...validation.responses }))(
  'the plug for %s shows no value',
  ([, validator]) => {
    for (const make of Object.values(violations)) {
      const value = valueWith(['target', 'social_security_number'], make({}));
      const text = JSON.stringify(validator?.['~standard'].validate(value));
      expect(canaries.filter((canary) => text.includes(canary))).toEqual([]);
      checks += 1;
    }
  },
);

afterAll(() => {
  console.log(`${checks} checks, ${personal.size} personal fields, no canary`);
  expect(personal.size).toBeGreaterThan(50);
});
