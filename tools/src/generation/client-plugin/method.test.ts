import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import { camelCase, methodsOf, pascalCase } from './method.ts';

const schema = { type: 'string' };
const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });

/** A document with one operation. */
function apiWith(operation: object, path = '/things/{thing_id}', method = 'get'): OpenApiDocument {
  return {
    paths: {
      [path]: {
        parameters: [{ name: 'thing_id', in: 'path', required: true, schema }],
        [method]: {
          operationId: 'getThing',
          'x-sdk': 'things.get',
          responses: { 200: { description: 'The thing.', content: json('Thing') } },
          ...operation,
        },
      },
    },
    components: {
      schemas: { Thing: {} },
      parameters: { Size: { name: 'size', in: 'query', schema } },
      responses: { Done: { description: 'Done.' } },
      requestBodies: { Thing: { required: true, content: json('Thing') } },
    },
  } as unknown as OpenApiDocument;
}

describe('a method', () => {
  test('lives where x-sdk says, and takes what path and operation declare', () => {
    const parameters = [{ $ref: '#/components/parameters/Size' }, { name: 'X-Trace', in: 'header', schema }];
    const [method] = methodsOf(apiWith({ parameters }));
    expect(method).toMatchObject({
      ...{ id: 'getThing', group: 'things', name: 'get', method: 'GET', path: '/things/{thing_id}' },
      ids: [{ name: 'thing_id' }],
      query: [{ name: 'size' }],
      headers: [{ name: 'X-Trace', option: 'xTrace' }],
      success: { description: 'The thing.', otherMediaTypes: [] },
    });
    expect(method).not.toHaveProperty('body');
  });

  test('prefers the parameter of the operation to one of that name of its path', () => {
    const parameters = [{ name: 'thing_id', in: 'path', required: true, description: 'Own.', schema }];
    expect(methodsOf(apiWith({ parameters }))[0]?.ids).toMatchObject([{ description: 'Own.' }]);
  });

  test('takes the ids in the order of the path', () => {
    const parameters = [{ name: 'other', in: 'path', required: true, schema }];
    const [method] = methodsOf(apiWith({ parameters }, '/others/{other}/things/{thing_id}'));
    expect(method?.ids.map(({ name }) => name)).toEqual(['other', 'thing_id']);
  });

  test('takes a body from a reference, and knows whether it is required', () => {
    const requestBody = { $ref: '#/components/requestBodies/Thing' };
    expect(methodsOf(apiWith({ requestBody }, undefined, 'put'))[0]?.body).toMatchObject({
      isRequired: true,
    });
    const optional = { content: json('Thing') };
    expect(methodsOf(apiWith({ requestBody: optional }, undefined, 'put'))[0]?.body).toMatchObject({
      isRequired: false,
    });
  });

  test.for([
    ['204', { 204: { $ref: '#/components/responses/Done' } }, undefined],
    ['2XX', { '2XX': { description: 'Fine.', content: json('Thing') } }, '#/components/schemas/Thing'],
    ['default', { default: { description: 'Fine.', content: json('Thing') } }, '#/components/schemas/Thing'],
    [
      'a 200 beside a default',
      {
        200: { description: 'Fine.', content: json('Thing') },
        default: { description: 'Wrong.', content: json('Other') },
      },
      '#/components/schemas/Thing',
    ],
  ] as const)('succeeds with %s', ([, responses, reference]) => {
    expect(methodsOf(apiWith({ responses }))[0]?.success.schema?.$ref).toBe(reference);
  });

  test('has the other media types of its success', () => {
    const content = { ...json('Thing'), 'application/pdf': { schema } };
    const responses = { 200: { description: 'The thing.', content } };
    expect(methodsOf(apiWith({ responses }))[0]?.success.otherMediaTypes).toEqual(['application/pdf']);
  });
});

describe('what the client cannot send or read stops the generation', () => {
  test.for([
    ['no place', { 'x-sdk': undefined }, 'x-sdk: verifications.create'],
    ['a place without a group', { 'x-sdk': 'get' }, 'x-sdk: verifications.create'],
    ['a cookie', { parameters: [{ name: 'c', in: 'cookie', schema }] }, 'the parameter c is a cookie'],
    [
      'a parameter with content',
      { parameters: [{ name: 'q', in: 'query', content: {} }] },
      'has a `content`',
    ],
    [
      'a number in the path',
      { parameters: [{ name: 'thing_id', in: 'path', schema: { type: 'integer' } }] },
      'the path parameter thing_id is of type integer',
    ],
    [
      'an object in the query',
      { parameters: [{ name: 'q', in: 'query', schema: { type: 'object' } }] },
      'is an object',
    ],
    [
      'a list that is repeated',
      { parameters: [{ name: 'q', in: 'query', schema: { type: 'array', items: schema } }] },
      'explode: false',
    ],
    [
      'a body that is not JSON',
      { requestBody: { content: { 'text/plain': { schema } } } },
      'its body has no application/json',
    ],
    [
      'a body that is a list',
      { requestBody: { content: { 'application/json': { schema: { type: 'array', items: schema } } } } },
      'its body is no object',
    ],
    ['no success', { responses: { 400: { description: 'Wrong.' } } }, 'no response for a success'],
    [
      'a success that is not JSON',
      { responses: { 200: { description: 'A file.', content: { 'text/csv': { schema } } } } },
      'its success has no application/json, only text/csv',
    ],
    [
      'an option of every call as a header',
      { parameters: [{ name: 'Signal', in: 'header', schema }] },
      'its parameter signal is an option of every call',
    ],
  ] as const)('%s', ([, operation, problem]) => {
    expect(() => methodsOf(apiWith(operation))).toThrow(problem);
    expect(() => methodsOf(apiWith(operation))).toThrow('getThing: ');
  });

  test.for(['input', 'options', 'class', '1st'])(
    'a path parameter {%s}, which can be no argument',
    (name) => {
      const parameters = [{ name, in: 'path', required: true, schema }];
      expect(() => methodsOf(apiWith({ parameters }, `/things/{${name}}`))).toThrow(
        `getThing: the path parameter ${name} cannot be the name of an argument`,
      );
    },
  );

  test('a path with a parameter that nobody declares', () => {
    expect(() => methodsOf(apiWith({}, '/things/{thing_id}/parts/{part}'))).toThrow(
      '{part}, which is no parameter',
    );
  });
});

test('names of the spec become names of TypeScript', () => {
  expect(['verification_request_id', 'Request-Sync', 'x', 'already'].map(camelCase)).toEqual([
    'verificationRequestId',
    'requestSync',
    'x',
    'already',
  ]);
  expect(pascalCase('getReport')).toBe('GetReport');
  expect(pascalCase('vnd.ms-excel')).toBe('VndMsExcel');
});
