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
    components: { schemas: { Thing: { type: 'object' } } },
  } as unknown as OpenApiDocument;
}

// The corpus of the client has what it can.
test('a method takes the ids in the order of the path', () => {
  const parameters = [{ name: 'other', in: 'path', required: true, schema }];
  const [method] = methodsOf(apiWith({ parameters }, '/others/{other}/things/{thing_id}'));
  expect(method?.ids.map(({ name }) => name)).toEqual(['other', 'thing_id']);
});

describe('what the client cannot send or read stops the generation', () => {
  const q = { name: 'q', in: 'query' };
  const header = { name: 'X-Size', in: 'header' };
  const id = { name: 'thing_id', in: 'path', required: true };
  const orNumber = { anyOf: [schema, { type: 'integer' }] };
  const orList = { oneOf: [schema, { type: 'array', items: schema }] };
  const thing = { description: 'The thing.', content: json('Thing') };
  test.for([
    ['no place', { 'x-sdk': undefined }, 'x-sdk: verifications.create'],
    ['a place without a group', { 'x-sdk': 'get' }, 'x-sdk: verifications.create'],
    ['a cookie', { parameters: [{ name: 'c', in: 'cookie', schema }] }, 'the parameter c is a cookie'],
    ['a parameter with content', { parameters: [{ ...q, content: {} }] }, 'has a `content`'],
    ['a style', { parameters: [{ ...id, style: 'matrix', schema }] }, 'has the style matrix'],
    ['a deep object', { parameters: [{ ...q, style: 'deepObject', schema }] }, 'has the style deepObject'],
    ['a number in the path', { parameters: [{ ...id, schema: orNumber }] }, 'it may be of type integer'],
    ['a number in a header', { parameters: [{ ...header, schema: orNumber }] }, 'it may be of type integer'],
    [
      'a header of its own',
      { parameters: [{ ...header, name: 'Accept', schema }] },
      'sets the header Accept',
    ],
    ['an object in the query', { parameters: [{ ...q, schema: { type: 'object' } }] }, 'of type object'],
    ['null in the query', { parameters: [{ ...q, schema: { enum: ['a', null] } }] }, 'of type null'],
    ['a list that is repeated', { parameters: [{ ...q, schema: orList }] }, 'explode: false'],
    [
      'a list of numbers in the query',
      { parameters: [{ ...q, explode: false, schema: { type: 'array', items: orNumber } }] },
      'lists of strings',
    ],
    ['a limit that is not a count', { parameters: [{ ...q, name: 'limit', schema }] }, 'sends integer there'],
    ['a body with GET', { requestBody: { content: json('Thing') } }, 'no body with GET', 'get'],
    [
      'a body that is not JSON',
      { requestBody: { content: { 'text/plain': { schema } } } },
      'its body has no',
    ],
    [
      'a body that may be a list',
      { requestBody: { content: { 'application/json': { schema: orList } } } },
      'its body may be of type string',
    ],
    ['no success', { responses: { 400: { description: 'Wrong.' } } }, 'no response for a success'],
    [
      'a success that is not JSON',
      { responses: { 200: { description: 'A file.', content: { 'text/csv': { schema } } } } },
      'its success has no application/json, only text/csv',
    ],
    [
      'a success of any media type',
      { responses: { 200: { ...thing, content: { ...thing.content, 'image/*': {} } } } },
      'the media type image/*',
    ],
    [
      'a success that is not described',
      { responses: { 200: { description: 'One.', content: { 'application/json': {} } } } },
      'one schema',
    ],
    [
      'successes that differ',
      { responses: { 200: thing, 201: { ...thing, content: json('Other') } } },
      'one schema',
    ],
    [
      'a success that may be empty',
      { responses: { 200: thing, 204: { description: 'None.' } } },
      'one schema',
    ],
    ['HEAD', {}, 'the client sends no HEAD', 'head'],
    [
      'an option of every call as a header',
      { parameters: [{ name: 'Signal', in: 'header', schema }] },
      'its parameter signal is an option of every call',
    ],
  ] as const)('%s', ([, operation, problem, method = 'put']) => {
    const wrong = apiWith(operation, undefined, method);
    expect(() => methodsOf(wrong)).toThrow(problem);
    expect(() => methodsOf(wrong)).toThrow('getThing: ');
  });

  test('names the location of a parameter', () => {
    const parameters = [{ $ref: '#/components/parameters/Limit' }];
    const document = apiWith({ parameters });
    const Limit = { name: 'limit', in: 'query', schema };
    const components = { ...document.components, parameters: { Limit } };
    try {
      methodsOf({ ...document, components } as OpenApiDocument);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ path: ['components', 'parameters', 'Limit'] });
    }
  });

  test('two methods of one name', () => {
    const pdf = { 'application/pdf': { schema } };
    const responses = { 200: { description: 'One.', content: { ...json('Thing'), ...pdf } } };
    const { paths, ...others } = apiWith({ responses });
    const { paths: more } = apiWith(
      { operationId: 'readThing', 'x-sdk': 'things.getPdf' },
      '/other/{thing_id}',
    );
    expect(() => methodsOf({ ...others, paths: { ...paths, ...more } } as OpenApiDocument)).toThrow(
      'readThing: something else is called things.getPdf in the client.',
    );
  });

  test('a schema or an operation with the name of something that the client exports', () => {
    const schemas = { Thing: { type: 'object' } };
    expect(() =>
      methodsOf({ ...apiWith({}), components: { schemas } } as OpenApiDocument, ['Thing']),
    ).toThrow('The client exports another Thing');
    expect(() => methodsOf(apiWith({}), ['getThing'])).toThrow(
      'something else is called getThing in the client',
    );
  });

  test.for(['/things/{thing_id}.json', '/things/{thing_id}:cancel'])('a part of a segment: %s', (path) => {
    expect(() => methodsOf(apiWith({}, path))).toThrow('{thing_id} has to be a whole segment');
  });

  test('two ids that are one argument', () => {
    const parameters = ['a_b', 'aB'].map((name) => ({ name, in: 'path', required: true, schema }));
    expect(() => methodsOf(apiWith({ parameters }, '/things/{a_b}/{aB}'))).toThrow('call it aB_id, say');
  });

  test.for(['input', 'options', 'class', 'arguments', '1st'])(
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
      '{part}, which is not a parameter',
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
