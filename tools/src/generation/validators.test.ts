import { describe, expect, test } from 'vitest';
import type { OpenApi } from './openapi.ts';
import { validators } from './validators.ts';

const parts = {
  name: { type: 'string', minLength: 1, maxLength: 5 },
  day: { type: ['string', 'null'], format: 'date' },
  size: { type: 'integer', minimum: 0, maximum: 9 },
  kind: { type: 'string', enum: ['large', 'small'] },
  notes: { $ref: '#/components/schemas/Notes' },
  parts: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Thing' } },
  owner: { anyOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] },
  'odd-name': { type: 'boolean', description: 'Odd.', 'x-pii': false },
};

function apiWith(properties: object): OpenApi {
  return {
    paths: {
      '/things/{id}': {
        parameters: [{ $ref: '#/components/parameters/Id' }],
        put: {
          operationId: 'putThing',
          parameters: [{ $ref: '#/components/parameters/Trace' }],
          requestBody: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          responses: {
            '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
            '404': { $ref: '#/components/responses/NotFound' },
          },
        },
      },
    },
    webhooks: {},
    components: {
      schemas: {
        Thing: { type: 'object', description: 'A thing.', required: ['name'], properties },
        Notes: { type: 'object', additionalProperties: { type: 'string' }, maxProperties: 7 },
      },
      parameters: {
        Id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        Trace: { name: 'Trace', in: 'header', schema: { type: 'string' } },
      },
      responses: {
        NotFound: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Notes' } } } },
      },
    },
  } as unknown as OpenApi;
}

const request = validators(apiWith(parts), 'request', 'zod');
const response = validators(apiWith(parts), 'response', 'zod');

describe('validators', () => {
  test('say every keyword in zod, lengths before forms', () => {
    for (const line of [
      'name: z.string().check(z.maxLength(5), z.minLength(1)),',
      'day: optional(z.nullable(z.string().check(date))),',
      'size: optional(z.int().check(z.gte(0), z.lte(9))),',
      'parts: optional(z.array(definitionOf(Thing)).check(z.maxLength(3))),',
      "'odd-name': optional(z.boolean()),",
      'z.record(z.string(), z.string()).check(maxMembers(7)),',
      'notes: optional(Notes),',
    ]) {
      expect(request).toContain(line);
      expect(response).toContain(line);
    }
    expect(request).toMatch(
      /owner: optional\(z\.nullable\(z\.union\(\[\s+z\.string\(\),\s+z\.int\(\),\s+\]\)\)\),/,
    );
  });

  test('close what is sent, and leave open what is answered', () => {
    expect(request).toContain('z.strictObject({\n    name:');
    expect(request).toContain("kind: optional(z.enum(['large', 'small']))");
    expect(response).toContain('openObject({\n    name:');
    expect(response).toContain("kind: optional(openEnum(['large', 'small']))");
    expect(response).not.toContain('strictObject');
  });

  test('can be dropped one by one, and describe themselves', () => {
    expect(request).toContain(
      '/** A thing. */\nexport type Thing = types.Thing;\nexport const Thing: Schema<types.Thing> = /* @__PURE__ */ schema(() =>',
    );
    expect(request.match(/schema\(\(\) =>/g)?.length).toBe(
      request.match(/\/\* @__PURE__ \*\/ schema/g)?.length,
    );
  });

  test('have the parts of each request, and each answer by its status', () => {
    expect(request).toMatch(
      /export const putThing[^=]+= \{\s+body: Thing,\s+path: .*strictObject\(\{\s+id: z\.string\(\),/s,
    );
    expect(request).toMatch(/headers: .*openObject\(\{\s+Trace: optional\(z\.string\(\)\),/s);
    expect(response).toContain('= {\n  200: Thing,\n  404: Notes,\n};');
    expect(response).toContain('readonly 404: Schema<types.PutThingErrors[404]>;');
  });

  test('differ between zod and zod/mini in what they import alone', () => {
    const body = (text: string) => text.slice(text.indexOf('import type'));
    expect(body(validators(apiWith(parts), 'request', 'zod/mini'))).toBe(body(request));
  });

  test.for([
    ['a keyword', { a: { type: 'string', multipleOf: 2 } }, 'multipleOf'],
    ['a keyword beside another', { a: { type: 'string', enum: ['b'], maxLength: 1 } }, 'maxLength'],
    ['a format', { a: { type: 'string', format: 'ipv4' } }, 'ipv4'],
    ['a pattern', { a: { type: 'string', pattern: '^z$' } }, 'in words'],
    ['a type', { a: { type: 'number' } }, 'number'],
    ['several types', { a: { type: ['string', 'integer'] } }, 'string, integer'],
    [
      'a map inside an object',
      { a: { type: 'object', additionalProperties: { type: 'string' } } },
      'component of its own',
    ],
  ] as const)('refuse %s that nobody wrote a check for', ([, properties, said]) => {
    expect(() => validators(apiWith(properties), 'request', 'zod')).toThrow(said);
  });
});
