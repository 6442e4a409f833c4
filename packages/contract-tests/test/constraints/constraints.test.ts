import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { drift } from '@truework-legacy/zod';
import * as request from '@truework-legacy/zod/request';
import * as response from '@truework-legacy/zod/response';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { approved, howToApprove, unapprovedOperations, unapprovedPlaces } from '../../src/approved.ts';
import { BodySender } from '../../src/body-sender.ts';
import { type Constraint, inComponent, placesOfTheSpec, schemas } from '../../src/constraints.ts';
import { asType, canBeSent, ParameterSender, parameterPlaces } from '../../src/parameter-sender.ts';
import { bodyPlaces, membersOf } from '../../src/request-places.ts';
import { decode, type Sample } from '../../src/samples.ts';
import { operationsOfTheSpec, webhooksOfTheSpec } from '../../src/spec-operations.ts';
import { specSource } from '../../src/spec-source.ts';

// Every keyword at every place of the spec, kept and broken: by what was approved, by ajv, by the validators, and, where requests
// are made of it, by the sandbox and the client.

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(openapi, 'spec');
const schemaAt = new Map(schemas().map(({ pointer, schema }) => [pointer, schema]));

const all: [string, Constraint][] = Object.entries(approved.places).flatMap(([pointer, { constraints }]) =>
  Object.entries(constraints).map(([keyword, constraint]): [string, Constraint] => [
    `${pointer} ${keyword}`,
    constraint,
  ]),
);
const ofComponents = all.filter(([name]) => name.startsWith('#/components/schemas/'));

/** Who saw each constraint kept and broken. */
const coverage: Record<string, { kept: Set<string>; broken: Set<string> }> = {};

function seen(name: string, how: 'kept' | 'broken', by: string): void {
  coverage[name] ??= { kept: new Set(), broken: new Set() };
  coverage[name][how].add(by);
}

function split(name: string): [pointer: string, keyword: string] {
  const [pointer = '', keyword = ''] = name.split(' ');
  return [pointer, keyword];
}

function where(name: string): string {
  const [pointer, keyword] = split(name);
  return `${pointer}/${keyword} (${specSource(`${pointer}/${keyword}`)})`;
}

test('the spec demands what was approved, no more and no less', () => {
  expect(unapprovedPlaces(placesOfTheSpec()), howToApprove).toEqual([]);
});

test('the operations and webhooks of the spec are those that were approved', () => {
  const now = [...operationsOfTheSpec(), ...webhooksOfTheSpec()];
  expect(unapprovedOperations(now), howToApprove).toEqual([]);
});

describe('the spec, as ajv reads it, keeps to', () => {
  test.for(all)('%s', ([name, { kept, broken }]) => {
    const [pointer, keyword] = split(name);
    const schema = schemaAt.get(pointer) ?? expect.unreachable(`${pointer} is not in the spec`);
    const validate = ajv.getSchema(`spec${pointer}`) ?? expect.unreachable(pointer);
    for (const sample of kept) {
      expect(validate(decode(sample, schema)), `${where(name)} refuses ${JSON.stringify(sample)}`).toBe(true);
      seen(name, 'kept', 'spec');
    }
    for (const sample of broken) {
      expect(validate(decode(sample, schema)), `${where(name)} takes ${JSON.stringify(sample)}`).toBe(false);
      const keywords = validate.errors?.map((error: ErrorObject) => error.keyword);
      if (keyword !== '$ref') expect(keywords, where(name)).toContain(keyword);
      seen(name, 'broken', 'spec');
    }
  });
});

describe('the validators keep to', () => {
  test.for(ofComponents)('%s', ([name, { kept, broken }]) => {
    const [pointer] = split(name);
    const component = pointer.split('/')[3] ?? '';
    const validate = ajv.getSchema(`spec#/components/schemas/${component}`) ?? expect.unreachable(component);
    const strict =
      (request as unknown as Record<string, z.ZodType>)[component] ?? expect.unreachable(component);
    const open =
      (response as unknown as Record<string, z.ZodType>)[component] ?? expect.unreachable(component);
    const judge = (sample: Sample) => {
      const value = inComponent(pointer, sample);
      const isRight = validate(value) === true;
      const said = { request: strict.safeParse(value).success, response: drift(open, value).length === 0 };
      const remark = `${where(name)}: by the spec ${JSON.stringify(sample)} is ${isRight ? 'right' : 'wrong'} there; the validators say`;
      expect(said, remark).toEqual({ request: isRight, response: isRight });
      return isRight;
    };
    for (const sample of kept) {
      expect(judge(sample), `${where(name)} refuses ${JSON.stringify(sample)}`).toBe(true);
      seen(name, 'kept', 'validators');
    }
    // Another branch of an anyOf may take a value that is wrong for this one.
    const refused = broken.filter((sample) => !judge(sample));
    if (broken.length > 0) expect(refused.length, where(name)).toBeGreaterThan(0);
    if (refused.length > 0) seen(name, 'broken', 'validators');
  });
});

const places = bodyPlaces().flatMap((place) =>
  ofComponents
    .filter(([name]) => split(name)[0].split('/')[3] === place.component)
    .map(([name, constraint]) => ({ title: `${place.operation} ${name}`, place, name, constraint })),
);

describe('in a request, sandbox and client keep to', () => {
  const sender = new BodySender();
  afterAll(() => sender.close());

  test.for(places)('$title', async ({ place, name, constraint: { kept, broken } }) => {
    const [pointer] = split(name);
    const path = [...place.path, ...membersOf(pointer)];
    const validate = ajv.getSchema(`spec#/components/schemas/${place.body}`) ?? expect.unreachable(name);
    const judge = async (sample: Sample, isRight: boolean) => {
      const body = place.wrap(inComponent(pointer, sample));
      const { status, isRefused, isHeldBack } = await sender.send(place.operation, body, path);
      const remark = `${where(name)}: ${JSON.stringify(sample)} is ${isRight ? 'right' : 'wrong'} in ${place.operation}`;
      expect({ isRefused, isHeldBack }, `${remark}, which answered ${status}`).toEqual({
        isRefused: !isRight,
        isHeldBack: !isRight,
      });
      seen(name, isRight ? 'kept' : 'broken', 'sandbox and client');
    };
    for (const sample of kept) await judge(sample, true);
    for (const sample of broken) {
      // Of no body at all, null for one included, nothing is sent that could be judged.
      const isNoBody = sample === null && path.length === 0;
      if (!isNoBody && validate(place.wrap(inComponent(pointer, sample))) !== true)
        await judge(sample, false);
    }
  });
});

describe('as a parameter, the sandbox keeps to', () => {
  const sender = new ParameterSender();
  afterAll(() => sender.close());

  test.for(parameterPlaces(all.map(([name]) => name)))('$title', async ({ name, operation, parameter }) => {
    const [pointer] = split(name);
    const validate = ajv.getSchema(`spec${pointer}`) ?? expect.unreachable(pointer);
    const { kept, broken } =
      approved.places[pointer]?.constraints[split(name)[1]] ?? expect.unreachable(name);
    for (const sample of [...kept, ...broken]) {
      const value = decode(sample, {});
      const text = String(value);
      const isRight = validate(asType(text, schemaAt.get(pointer)?.type)) === true;
      // An object is no text, and a number in quotes is a number here.
      if (typeof value === 'object' || isRight !== kept.includes(sample)) continue;
      if (!canBeSent(text, parameter)) continue;
      const { status, isRefused } = await sender.send(operation, parameter, text);
      const remark = `${where(name)}: ${JSON.stringify(sample)} is ${isRight ? 'right' : 'wrong'} in ${operation}`;
      expect({ isRefused }, `${remark}, which answered ${status}`).toEqual({ isRefused: !isRight });
      seen(name, isRight ? 'kept' : 'broken', 'sandbox');
    }
  });
});

describe('so that', () => {
  test('every keyword was kept and broken, by all whom it concerns', ({ task }) => {
    const isInRequests = new Set(places.map(({ name }) => name));
    const missing = all.flatMap(([name, { broken }]) => {
      const judges = ['spec', ...(name.startsWith('#/components/schemas/') ? ['validators'] : [])];
      const ways = broken.length === 0 ? (['kept'] as const) : (['kept', 'broken'] as const);
      return ways.flatMap((how) => [
        ...judges
          .filter((by) => coverage[name]?.[how].has(by) !== true)
          .map((by) => `${name}: not ${how} by the ${by}`),
        ...(how === 'kept' && isInRequests.has(name) && !coverage[name]?.kept.has('sandbox and client')
          ? [`${name}: not kept by sandbox and client`]
          : []),
      ]);
    });
    expect(missing).toEqual([]);
    (task.meta as { constraints?: unknown }).constraints = keywordTable();
  });
});

/** For each keyword at how many places it stands, and at how many of them who saw it kept and broken. */
function keywordTable(): Record<string, Record<string, number>> {
  const table: Record<string, Record<string, number>> = {};
  for (const [name, { broken }] of all) {
    const [, keyword] = split(name);
    const row = table[keyword] ?? {};
    table[keyword] = row;
    row['places'] = (row['places'] ?? 0) + 1;
    if (broken.length > 0) row['refusing'] = (row['refusing'] ?? 0) + 1;
    for (const how of ['kept', 'broken'] as const)
      for (const by of coverage[name]?.[how] ?? [])
        row[`${how} by ${by}`] = (row[`${how} by ${by}`] ?? 0) + 1;
  }
  return table;
}
