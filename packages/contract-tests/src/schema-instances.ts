import type { Schema } from '@truework-legacy/spec/document';
import fc from 'fast-check';
import { resolved } from './full-value.ts';
import { formsOf } from './text-forms.ts';

// Makes JSON values from JSON Schemas: values that a schema accepts, and values that are broken in exactly one location. What is
// valid is not decided here: that is for the validators to say. A keyword that is not known here is rejected, so that nothing of
// the spec goes unproven.

/** A value, and how it was broken. */
export interface Instance {
  readonly value: unknown;
  /** `none` if it was not broken, else the kind of violation and where. */
  readonly violation: string;
}

const keywords = new Set(
  '$ref anyOf type enum const properties required additionalProperties maxProperties items maxItems minLength maxLength pattern format minimum maximum'.split(
    ' ',
  ),
);
const annotations = /^(x-.*|description|example|default|deprecated|contentEncoding)$/;

const letters = [
  'a',
  'Z',
  '7',
  ' ',
  'é',
  '\n',
  '"',
  '\\',
  '\u0000',
  '漢',
  '𝒳',
  '👩‍👧',
  '\uD800',
  '\uDC00',
  '‮',
  '-',
];

/** Makes instances of one schema. */
export class SchemaInstances extends fc.Arbitrary<Instance> {
  readonly #schema: Schema;

  constructor(schema: Schema) {
    super();
    this.#schema = schema;
  }

  override generate(random: fc.Random): fc.Value<Instance> {
    const value = this.#right(this.#schema, random, 0);
    if (random.nextInt(0, 3) === 0) return new fc.Value({ value, violation: 'none' }, undefined);
    return new fc.Value(this.#broken(this.#schema, value, random, ''), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Instance {
    return true;
  }

  /** Validators have to agree on any value, so a smaller one need not be of the schema. */
  override shrink({ value, violation }: Instance): fc.Stream<fc.Value<Instance>> {
    return fc
      .stream(smaller(value))
      .map((candidate) => new fc.Value({ value: candidate, violation }, undefined));
  }

  #right(reference: Schema, random: fc.Random, depth: number): unknown {
    const schema = resolved(reference);
    rejectUnknown(schema);
    if (schema.anyOf !== undefined)
      return this.#right(this.#option(schema.anyOf, random, depth), random, depth);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return pick(schema.enum, random);
    switch (pick([schema.type ?? []].flat(), random)) {
      case 'null':
        return null;
      case 'boolean':
        return random.nextBoolean();
      case 'integer':
        return pick(
          [schema.minimum ?? -1, schema.maximum ?? 1, random.nextInt(schema.minimum ?? -9, 1000)],
          random,
        );
      case 'string':
        return rightText(schema, random);
      case 'array':
        return Array.from({ length: lengthOf(random, schema.maxItems) }, () =>
          this.#right(schema.items ?? {}, random, depth + 1),
        );
      case 'object':
        return this.#object(schema, random, depth);
      default:
        throw new Error(`No instance is written for a schema of the type ${String(schema.type)}.`);
    }
  }

  #option(options: readonly Schema[], random: fc.Random, depth: number): Schema {
    // A map in a map comes to an end.
    const shallow = depth < 4 ? options : options.filter(({ $ref }) => $ref === undefined);
    return pick(shallow.length > 0 ? shallow : options, random);
  }

  #object(schema: Schema, random: fc.Random, depth: number): object {
    const made: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const isThere = schema.required?.includes(name) === true || random.nextInt(0, 2) > 0;
      if (isThere) made[name] = this.#right(field, random, depth + 1);
    }
    if (typeof schema.additionalProperties === 'object') {
      for (let count = random.nextInt(0, 3); count > 0; count -= 1) {
        const key = pick(
          ['reference', '__proto__', 'constructor', 'toString', '000-00-0000', '', 'é'],
          random,
        );
        put(made, key, this.#right(schema.additionalProperties, random, depth + 1));
      }
    }
    return made;
  }

  /** The value, broken in one location. */
  #broken(reference: Schema, value: unknown, random: fc.Random, path: string): Instance {
    const schema = resolved(reference);
    const inside = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    // Mostly somewhere inside, so that no location is broken much more often than another.
    const name = inside.length > 0 && random.nextInt(0, 4) > 0 ? pick(inside, random) : undefined;
    if (name === undefined) {
      const [violation, broken] = pick(this.#violations(schema, value, random), random);
      return { value: broken, violation: `${violation} at ${path || 'the top'}` };
    }
    const field = Array.isArray(value)
      ? this.#variantOf(schema, 'array').items
      : this.#propertyOf(this.#objectSchema(schema, value as object), name);
    const part = (value as Record<string, unknown>)[name];
    const broken = this.#broken(field ?? {}, part, random, `${path}/${name}`);
    const copy = Array.isArray(value)
      ? value.with(Number(name), broken.value)
      : put({ ...(value as object) }, name, broken.value);
    return { value: copy, violation: broken.violation };
  }

  #propertyOf({ properties, additionalProperties }: Schema, name: string): Schema {
    const declared = Object.hasOwn(properties ?? {}, name) ? properties?.[name] : undefined;
    return declared ?? (typeof additionalProperties === 'object' ? additionalProperties : {});
  }

  /** The ways in which a value can be broken as a whole, or by a property that is missing or too many. */
  #violations(schema: Schema, value: unknown, random: fc.Random): [violation: string, broken: unknown][] {
    const violations: [string, unknown][] = [
      ['null', null],
      ['type', pick(otherTypes(value), random)],
    ];
    if (typeof value === 'string')
      return [...violations, ...textViolations(this.#variantOf(schema, 'string'), random)];
    if (typeof value === 'number') {
      const { minimum = 0, maximum = 0 } = this.#variantOf(schema, 'integer');
      const outside = [minimum - 1, maximum + 1, -(2 ** 60), 2 ** 60].map((bound): [string, number] => [
        'bounds',
        bound,
      ]);
      return [...violations, ...outside, ['type', minimum + 0.5], ['type', Number.MAX_VALUE]];
    }
    if (Array.isArray(value)) {
      const { items = {}, maxItems = Number.POSITIVE_INFINITY } = this.#variantOf(schema, 'array');
      if (maxItems > 100 || random.nextInt(0, 9) > 0) return violations;
      const item = this.#right(items, random, 9);
      return [...violations, ['bounds', Array.from({ length: maxItems + 1 }, () => item)]];
    }
    if (typeof value !== 'object' || value === null) return violations;
    return [...violations, ...this.#propertyViolations(schema, value as Record<string, unknown>, random)];
  }

  #propertyViolations(
    schema: Schema,
    value: Record<string, unknown>,
    random: fc.Random,
  ): [string, unknown][] {
    const { additionalProperties, maxProperties = Number.POSITIVE_INFINITY } = this.#objectSchema(
      schema,
      value,
    );
    const violations: [string, unknown][] = [];
    const names = Object.keys(value);
    if (names.length > 0) {
      const { [pick(names, random)]: _, ...rest } = value;
      violations.push(['missing', rest], ['missing', rest]);
    }
    if (typeof additionalProperties !== 'object') {
      const extra = pick(['unheard_of', '__proto__', 'constructor', 'Id', '000-00-0000'], random);
      violations.push(
        ['extra', put({ ...value }, extra, 'Sample')],
        ['extra', put({ ...value }, extra, null)],
      );
    } else if (maxProperties <= 100) {
      const many = Array.from({ length: maxProperties + 1 }, (_, index) => [`key ${index}`, 'Sample']);
      violations.push(['bounds', Object.fromEntries(many)]);
    }
    return violations;
  }

  #variants(schema: Schema): Schema[] {
    return (schema.anyOf ?? [schema]).flatMap((option) => {
      const variant = resolved(option);
      return variant.anyOf === undefined ? [variant] : this.#variants(variant);
    });
  }

  #variantOf(schema: Schema, type: string): Schema {
    return this.#variants(schema).find((variant) => [variant.type ?? []].flat().includes(type)) ?? {};
  }

  /** Of several objects, the first that knows all properties of the value. */
  #objectSchema(schema: Schema, value: object): Schema {
    const objects = this.#variants(schema).filter(({ type }) => [type].flat().includes('object'));
    const knows = ({ properties, additionalProperties }: Schema) =>
      typeof additionalProperties === 'object' ||
      Object.keys(value).every((name) => properties?.[name] !== undefined);
    return objects.find(knows) ?? objects[0] ?? {};
  }
}

function rejectUnknown(schema: Schema): void {
  const unknown = Object.keys(schema).filter(
    (keyword) => !keywords.has(keyword) && !annotations.test(keyword),
  );
  if (unknown.length > 0) throw new Error(`No instances are written for the keywords ${unknown.join(', ')}.`);
}

function pick<Item>(items: readonly Item[], random: fc.Random): Item {
  return items[random.nextInt(0, items.length - 1)] as Item;
}

/** Sets an own property, also one called `__proto__`. */
function put<SystemUnderTest extends object>(
  target: SystemUnderTest,
  name: string,
  value: unknown,
): SystemUnderTest {
  return Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function lengthOf(random: fc.Random, most = 2): number {
  return Math.min(most, random.nextInt(0, 2));
}

function rightText(schema: Schema, random: fc.Random): string {
  const forms = formsOf(schema);
  if (forms !== undefined) return pick(forms.right, random);
  const { minLength = 0, maxLength = 20 } = schema;
  const isLongest = maxLength <= 300 && random.nextInt(0, 9) === 0;
  return text(isLongest ? maxLength : random.nextInt(minLength, Math.min(maxLength, minLength + 8)), random);
}

/** A text of a number of characters, which is not its number of UTF-16 units. */
function text(length: number, random: fc.Random): string {
  const one = pick(letters, random);
  const characters = Array.from({ length }, (_, index) => {
    const [first = 'a'] = index % 5 === 0 ? pick(letters, random) : one;
    return first;
  });
  // A high surrogate before a low one would be one character.
  return characters.join('').replace(/\uD800\uDC00/g, 'ab');
}

function textViolations(schema: Schema, random: fc.Random): [string, string][] {
  const { enum: values, minLength = 0, maxLength } = schema;
  const violations: [string, string][] = [];
  if (values !== undefined) {
    violations.push(['enum', 'unheard-of'], ['enum', `${String(values[0])} `], ['enum', '']);
  }
  if (minLength > 0)
    violations.push(['bounds', ''], ['bounds', '\uD83D\uDE00'.repeat(minLength).slice(0, minLength)]);
  if (maxLength !== undefined && maxLength <= 2048) {
    violations.push(['bounds', text(maxLength + 1, random)], ['bounds', '𝒳'.repeat(maxLength)]);
  }
  // There are more ways to miss a form than a bound.
  const forms = formsOf(schema);
  for (let count = forms === undefined ? 0 : 8; count > 0; count -= 1) {
    violations.push(['format', pick(forms?.wrong ?? [], random)]);
  }
  return violations;
}

function otherTypes(value: unknown): unknown[] {
  const all = ['7', 7, true, [], {}, ['7'], [[]], { a: 'b' }];
  return all.filter(
    (other) => typeof other !== typeof value || Array.isArray(other) !== Array.isArray(value),
  );
}

function* smaller(value: unknown): IterableIterator<unknown> {
  if (typeof value === 'string' && value.length > 1) yield value.slice(0, value.length / 2);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield value.toSpliced(index, 1);
      for (const candidate of smaller(item)) yield value.with(index, candidate);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inside] of Object.entries(value)) {
      const { [name]: _, ...rest } = value as Record<string, unknown>;
      yield rest;
      for (const candidate of smaller(inside)) yield put({ ...value }, name, candidate);
    }
  }
}
