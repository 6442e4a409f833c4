import { expect, it } from 'vitest';
import { documentParts } from './document-parts.ts';

// Every field of the document, by the part that it is in. List a field here once everything that reads the document handles it there.
const known: Record<string, string[]> = {
  document: ['components', 'info', 'openapi', 'paths', 'security', 'servers', 'tags', 'webhooks'],
  info: ['description', 'license', 'summary', 'title', 'version'],
  server: ['description', 'url', 'x-environment'],
  tag: ['description', 'name'],
  path: ['get', 'parameters', 'post', 'put'],
  operation: [
    'deprecated',
    'description',
    'externalDocs',
    'operationId',
    'parameters',
    'requestBody',
    'responses',
    'summary',
    'tags',
    'x-legacy',
    'x-retry',
    'x-sdk',
    'x-source',
    'x-successor',
  ],
  webhook: ['post'],
  'webhook operation': [
    'description',
    'operationId',
    'parameters',
    'requestBody',
    'responses',
    'security',
    'summary',
    'tags',
    'x-source',
  ],
  parameter: [
    'allowEmptyValue',
    'description',
    'example',
    'in',
    'name',
    'required',
    'schema',
    'x-fallback',
    'x-pii',
    'x-source',
  ],
  'request body': ['content', 'required'],
  'media type': ['examples', 'schema'],
  response: ['content', 'description', 'headers', 'links', 'x-source'],
  header: ['description', 'example', 'required', 'schema', 'x-source'],
  link: ['description', 'operationId', 'parameters', 'requestBody'],
  components: ['examples', 'headers', 'links', 'parameters', 'responses', 'schemas', 'securitySchemes'],
  'security scheme': ['description', 'scheme', 'type'],
  schema: [
    '$ref',
    'additionalProperties',
    'anyOf',
    'const',
    'contentEncoding',
    'contentMediaType',
    'default',
    'deprecated',
    'description',
    'enum',
    'example',
    'format',
    'items',
    'maxItems',
    'maxLength',
    'maxProperties',
    'maximum',
    'minLength',
    'minimum',
    'pattern',
    'properties',
    'required',
    'type',
    'x-bound',
    'x-enumDescriptions',
    'x-essential',
    'x-fallback',
    'x-final',
    'x-pattern-message',
    'x-pii',
    'x-source',
  ],
};

/** Keywords of a schema whose values each mean something different, such as `format: email`. */
const knownValues: Record<string, string[]> = {
  contentEncoding: ['base64'],
  contentMediaType: ['application/pdf'],
  format: ['date', 'date-time', 'email', 'uri'],
  type: [
    'array',
    'array|null',
    'boolean',
    'boolean|null',
    'integer',
    'integer|string|null',
    'null',
    'object',
    'string',
    'string|null',
  ],
};

const question = [
  'The description has a field or value that it did not have, or no longer has one. Where it is new, do these handle it?',
  '  the generator: types and zod validators',
  '  the sandbox: ajv over the bundle, and how it reads parameters',
  '  the validator of the contract tests',
  '  the docs: the reference',
  'When they do, change the list in spec/test/known-keywords.test.ts.',
].join('\n');

it.each(Object.keys(documentParts))('the fields in use: %s', (kind) => {
  expect(sorted(documentParts[kind]?.flatMap(({ value }) => Object.keys(value))), question).toEqual(
    known[kind],
  );
});

it.each(Object.keys(knownValues))('the values in use: %s', (keyword) => {
  const used = documentParts['schema']?.flatMap(({ value }) => {
    const found = (value as Record<string, unknown>)[keyword];
    return found === undefined ? [] : [[found].flat().join('|')];
  });
  expect(sorted(used), question).toEqual(knownValues[keyword]);
});

function sorted(names: string[] = []): string[] {
  return [...new Set(names)].sort();
}
