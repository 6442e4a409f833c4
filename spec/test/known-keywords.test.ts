import { describe, expect, it } from 'vitest';
import { documentObjects, type Kind } from './document-objects.ts';

// Every field of the document, by the kind of its object. List a field here once everything that reads the document handles it there.
const known: Record<Kind, string[]> = {
  document: ['components', 'info', 'openapi', 'paths', 'security', 'servers', 'tags', 'webhooks'],
  info: ['description', 'license', 'summary', 'title', 'version'],
  license: ['identifier', 'name'],
  'external documentation': ['description', 'url'],
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
    '$ref',
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
  response: ['$ref', 'content', 'description', 'headers', 'links', 'x-source'],
  header: ['$ref', 'description', 'example', 'required', 'schema', 'x-source'],
  link: ['$ref', 'description', 'operationId', 'parameters', 'requestBody'],
  example: ['$ref', 'summary', 'value'],
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

describe('fields in use', () => {
  it.each(Object.keys(known) as Kind[])('%s', (kind) => {
    const used = documentObjects
      .filter((object) => object.kind === kind)
      .flatMap(({ value }) => Object.keys(value));
    expect(sorted(used), question).toEqual(known[kind]);
  });
});

describe('values in use', () => {
  it.each(Object.keys(knownValues))('%s', (keyword) => {
    const used = documentObjects
      .filter(({ kind, value }) => kind === 'schema' && keyword in value)
      .map(({ value }) => [value[keyword]].flat().join('|'));
    expect(sorted(used), question).toEqual(knownValues[keyword]);
  });
});

function sorted(names: string[]): string[] {
  return [...new Set(names)].sort();
}
