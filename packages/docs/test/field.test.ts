import type { OpenApiDocument, Schema } from '@truework-legacy/spec/document';
import { describe, expect, it } from 'vitest';
import { createFieldBuilder, type Field } from '../src/reference/field.ts';

function documentWith(schemas: Record<string, Schema>): OpenApiDocument {
  return { info: { title: 'API', version: '1' }, components: { schemas } };
}

function fieldOf(schema: Schema, schemas: Record<string, Schema> = {}): Field {
  return createFieldBuilder(documentWith(schemas))(schema, 'body', 'body');
}

function childOf(field: Field, name: string): Field {
  const property = field.fields.find((candidate) => candidate.name === name);
  if (!property) throw new Error(`${field.anchor} has no field ${name}.`);
  return property;
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe('createFieldBuilder', () => {
  describe('type in words', () => {
    const types: [Schema, string][] = [
      [{ type: 'string' }, 'string'],
      [{ type: ['string', 'null'] }, 'string or null'],
      [{ type: ['string', 'integer', 'null'] }, 'string, integer or null'],
      [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null'],
      [{ anyOf: [ref('Person'), { type: 'null' }] }, 'object or null'],
      [{ type: 'array', items: { type: 'string' } }, 'array of strings'],
      [{ type: 'array', items: ref('Person') }, 'array of objects'],
      [{ type: ['array', 'null'], items: ref('Person') }, 'array of objects or null'],
      [{ type: 'array', items: { type: ['string', 'null'] } }, 'array of string or null'],
      [{ const: 'x' }, 'string'],
      [{}, 'any value'],
    ];

    it.each(types)('%j is "%s"', (schema, words) => {
      expect(fieldOf(schema, { Person: { type: 'object', properties: {} } }).type).toBe(words);
    });
  });

  it('gives every field an anchor of the names that lead to it', () => {
    const body = fieldOf({
      type: 'object',
      properties: {
        target: { type: 'object', properties: { first_name: { type: 'string' } } },
        documents: { type: 'array', items: { type: 'object', properties: { filename: { type: 'string' } } } },
      },
    });
    expect(childOf(childOf(body, 'target'), 'first_name').anchor).toBe('body.target.first_name');
    expect(childOf(childOf(body, 'documents'), 'filename').anchor).toBe('body.documents.filename');
  });

  it('marks the required properties only', () => {
    const body = fieldOf({
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, note: { type: 'string' } },
    });
    expect(body.fields.map(({ name, required }) => [name, required])).toEqual([
      ['id', true],
      ['note', false],
    ]);
  });

  it('shows the properties of an object that may be null', () => {
    const schema: Schema = { description: 'Who ordered.', anyOf: [ref('Party'), { type: 'null' }] };
    const field = fieldOf(schema, {
      Party: { type: 'object', description: 'A party.', properties: { name: { type: 'string' } } },
    });
    expect(field).toMatchObject({ component: 'Party', description: 'Who ordered.', type: 'object or null' });
    expect(field.fields.map(({ name }) => name)).toEqual(['name']);
  });

  it('prefers what is written beside a $ref to what it points to', () => {
    const schemas: Record<string, Schema> = {
      Kind: { type: 'string', description: 'A kind.', enum: ['a'], 'x-source': { level: 'documented' } },
    };
    const field = fieldOf(
      { ...ref('Kind'), description: 'This kind.', 'x-source': { level: 'recorded' } },
      schemas,
    );
    expect(field).toMatchObject({
      component: 'Kind',
      description: 'This kind.',
      source: { level: 'recorded' },
    });
    expect(field.values.map(({ literal }) => literal)).toEqual(['a']);
    expect(fieldOf(ref('Kind'), schemas)).toMatchObject({
      description: 'A kind.',
      source: { level: 'documented' },
    });
  });

  it('follows a $ref to a $ref', () => {
    expect(fieldOf(ref('Alias'), { Alias: ref('Name'), Name: { type: 'integer' } }).type).toBe('integer');
  });

  it('names a $ref that points to nothing', () => {
    expect(() => fieldOf(ref('Missing'))).toThrow(
      'The document has nothing at #/components/schemas/Missing.',
    );
  });

  it('stops where a schema contains itself, and says where it began', () => {
    const schemas: Record<string, Schema> = {
      Faults: {
        type: 'object',
        additionalProperties: { anyOf: [{ type: 'array', items: { type: 'string' } }, ref('Faults')] },
      },
    };
    const body = fieldOf({ type: 'object', properties: { invalid_fields: ref('Faults') } }, schemas);
    const anyName = childOf(childOf(body, 'invalid_fields'), '*');
    expect(anyName).toMatchObject({
      anchor: 'body.invalid_fields.*',
      type: 'array of strings or object',
      shownAt: { component: 'Faults', href: '#body.invalid_fields' },
      fields: [],
    });
  });

  it('stops where two schemas contain each other', () => {
    const field = fieldOf(ref('Parent'), {
      Parent: { type: 'object', properties: { child: ref('Child') } },
      Child: { type: 'object', properties: { parent: ref('Parent') } },
    });
    const parent = childOf(childOf(field, 'child'), 'parent');
    expect(parent).toMatchObject({ fields: [], shownAt: { component: 'Parent', href: '#body' } });
  });

  it('offers objects to choose from as variants', () => {
    const schemas: Record<string, Schema> = {
      ById: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
      ByName: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
    };
    const { fields, variants } = fieldOf({ anyOf: [ref('ById'), ref('ByName')] }, schemas);
    expect(fields).toEqual([]);
    expect(variants.map(({ name, fields }) => [name, fields[0]?.anchor])).toEqual([
      ['ById', 'body.ById.id'],
      ['ByName', 'body.ByName.name'],
    ]);
  });

  it('folds allOf into one object', () => {
    const field = fieldOf(
      { allOf: [ref('Base'), { type: 'object', required: ['b'], properties: { b: { type: 'string' } } }] },
      { Base: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } } },
    );
    expect(field.fields.map(({ name, required }) => [name, required])).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });

  describe('values', () => {
    it('have their meaning and their own source', () => {
      const { values } = fieldOf({
        type: 'string',
        enum: ['new', 'old'],
        'x-enumDescriptions': { new: 'Just made.' },
        'x-source': { level: 'documented', values: { old: { level: 'recorded', note: 'Seen once.' } } },
      });
      expect(values).toEqual([
        { literal: 'new', meaning: 'Just made.', source: undefined },
        { literal: 'old', meaning: undefined, source: { level: 'recorded', note: 'Seen once.' } },
      ]);
    });

    it('are gathered from a union, constants included', () => {
      const { values, openValues } = fieldOf({
        oneOf: [
          { type: 'string', enum: ['a'], 'x-enumDescriptions': { a: 'First.' } },
          { type: 'string', const: '', description: 'None.' },
        ],
      });
      expect(values.map(({ literal, meaning }) => [literal, meaning])).toEqual([
        ['a', 'First.'],
        ['""', 'None.'],
      ]);
      expect(openValues).toBe(false);
    });

    it('are those of the items of an array', () => {
      const { values } = fieldOf({ type: 'array', items: { type: 'string', enum: ['a', 'b'] } });
      expect(values.map(({ literal }) => literal)).toEqual(['a', 'b']);
    });

    it('are open if another string is valid too', () => {
      expect(fieldOf({ anyOf: [{ type: 'string', enum: ['a'] }, { type: 'string' }] }).openValues).toBe(true);
    });

    it('leave null to the type', () => {
      const field = fieldOf({ type: ['string', 'null'], enum: ['a', null] });
      expect(field.values.map(({ literal }) => literal)).toEqual(['a']);
      expect(field.type).toBe('string or null');
    });
  });

  describe('limits', () => {
    const limits: [Schema, string[]][] = [
      [{ type: 'string', minLength: 1, maxLength: 255 }, ['1 to 255 characters']],
      [{ type: 'string', minLength: 4, maxLength: 4 }, ['exactly 4 characters']],
      [{ type: 'string', maxLength: 1 }, ['at most 1 character']],
      [{ type: 'string', maxLength: 1, 'x-bound': { level: 'documented' } }, ['at most 1 character']],
      [
        { type: 'string', minLength: 1, maxLength: 9, 'x-bound': 'ours' },
        ['1 to 9 characters (our estimate)'],
      ],
      [
        {
          type: 'string',
          minLength: 1,
          maxLength: 9,
          'x-bound': { minLength: { level: 'sdk' }, maxLength: 'ours' },
        },
        ['at least 1 character', 'at most 9 characters (our estimate)'],
      ],
      [{ type: 'string', pattern: '^x$', 'x-bound': 'ours' }, ['pattern (our estimate) ^x$']],
      [{ type: 'integer', minimum: 0 }, ['at least 0']],
      [{ type: 'integer', maximum: 2147483647 }, ['at most 2,147,483,647']],
      [
        { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 9, multipleOf: 2 },
        ['greater than 0', 'less than 9', 'a multiple of 2'],
      ],
      [{ type: 'string', format: 'date', pattern: '^x$' }, ['format date', 'pattern ^x$']],
      [
        { type: 'array', maxItems: 2, items: { type: 'string', maxLength: 3 } },
        ['at most 2 items', 'each item: at most 3 characters'],
      ],
      [
        { anyOf: [{ type: 'string', maxLength: 9 }, { type: 'integer', minimum: 1 }, { type: 'null' }] },
        ['string: at most 9 characters', 'integer: at least 1'],
      ],
    ];

    it.each(limits)('%j', (schema, words) => {
      expect(fieldOf(schema).limits.map(({ text, code }) => (code ? `${text} ${code}` : text))).toEqual(
        words,
      );
    });
  });

  describe('source', () => {
    const earnings: Schema = {
      type: 'object',
      'x-source': { level: 'sdk' },
      properties: { year: { type: 'string', 'x-source': { level: 'recorded' } }, total: { type: 'string' } },
    };

    it('of an object holds for the properties that have none of their own', () => {
      const levels = fieldOf(ref('Earnings'), { Earnings: earnings }).fields.map(
        ({ source }) => source?.level,
      );
      expect(levels).toEqual(['recorded', 'sdk']);
    });

    it('of a property says nothing about what is inside', () => {
      const body = fieldOf(
        { type: 'object', properties: { party: { ...ref('Party'), 'x-source': { level: 'recorded' } } } },
        { Party: { type: 'object', properties: { name: { type: 'string' } } } },
      );
      expect(childOf(childOf(body, 'party'), 'name').source).toBeUndefined();
    });
  });

  it('shows personal data, deprecation, default and example', () => {
    const field = fieldOf({ type: 'integer', 'x-pii': true, deprecated: true, default: 25, example: 50 });
    expect(field).toMatchObject({ personalData: true, deprecated: true, defaultValue: '25', example: '50' });
  });

  it('shows the fields of a component once, unless another page does', () => {
    const Money: Schema = { type: 'object', properties: { amount: { type: 'string' } } };
    const body: Schema = { type: 'object', properties: { price: ref('Money'), fee: ref('Money') } };
    const fieldsIn = (homes?: ReadonlyMap<string, string>) =>
      createFieldBuilder(documentWith({ Money }), homes)(body, 'body', 'body').fields;
    expect(fieldsIn().map(({ fields, shownAt }) => [fields.length, shownAt?.href])).toEqual([
      [1, undefined],
      [0, '#body.price'],
    ]);
    const elsewhere = fieldsIn(new Map([['Money', '/money/']]));
    expect(elsewhere.map(({ fields, shownAt }) => [fields.length, shownAt?.href])).toEqual([
      [0, '/money/'],
      [0, '/money/'],
    ]);
  });
});
