import {
  boundKeywords,
  childrenOf,
  type Located,
  lastNameIn,
  namesIn,
  pointerTo,
  type Schema,
  schemasIn,
} from '@truework-legacy/spec/document';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { full, resolved } from './full-value.ts';

import { decode, type Sample } from './samples.ts';
import { spec } from './spec.ts';
import { formsOf } from './text-forms.ts';

// Every keyword in every location of the spec, with values that are valid and values that are not. What was approved of them is in
// constraints/approved.json: a second record, which a change of the spec cannot take along unnoticed.

/** What one keyword in one location demands. */
export interface Constraint {
  /** What the keyword is set to. Absent if the values below say it all. */
  readonly value?: unknown;
  /** Values that are valid there. */
  readonly valid: readonly Sample[];
  /** Values that the keyword rejects. Empty if it rejects nothing. */
  readonly invalid: readonly Sample[];
  /** How much is known of a bound, or `ours`. */
  readonly bound?: string;
  /** What a pattern matches, for people. */
  readonly words?: string;
}

/** What the spec says of one location: its source, whether it is personal data, and the constraints by keyword. */
export interface Location {
  readonly source?: string;
  readonly personal?: true;
  readonly default?: unknown;
  readonly encoding?: string;
  /** What each value of its `enum` means, and where single ones come from. */
  readonly meanings?: Readonly<Record<string, string>>;
  readonly sources?: Readonly<Record<string, string>>;
  /** The values that never change again, and the properties without which a response is of no use. */
  readonly final?: readonly string[];
  readonly essential?: readonly string[];
  readonly constraints: Readonly<Record<string, Constraint>>;
}

/** The locations by JSON pointer into the bundled spec. */
export type Locations = Readonly<Record<string, Location>>;

/** Keywords that only tools read. */
const annotations =
  /^(x-.*|description|example|default|deprecated|contentEncoding|properties|items|additionalProperties)$/;

/** Everything that the bundled spec demands of a value. */
export function locationsOfTheSpec(): Locations {
  return Object.fromEntries(
    schemas().map(({ pointer, value: schema }) => {
      const { 'x-source': source, 'x-pii': personal, 'x-enumDescriptions': meanings } = schema;
      const { 'x-final': final, 'x-essential': essential, contentEncoding: encoding } = schema;
      const sources = Object.entries(source?.values ?? {}).map(([value, { level }]) => [value, level]);
      const keywords = Object.keys(schema).filter((keyword) => !annotations.test(keyword));
      if (schema.properties !== undefined && schema.required === undefined) keywords.push('required');
      return [
        pointer,
        {
          ...(source?.level && { source: source.level }),
          ...(personal && { personal }),
          ...(meanings && { meanings }),
          ...(sources.length > 0 && { sources: Object.fromEntries(sources) }),
          ...(final && { final }),
          ...(essential && { essential }),
          ...(schema.default !== undefined && { default: schema.default }),
          ...(encoding && { encoding }),
          constraints: Object.fromEntries(
            keywords.map((keyword) => [
              keyword,
              { ...constraintOf(keyword, schema), ...saidOf(keyword, schema) },
            ]),
          ),
        },
      ];
    }),
  );
}

/** What the spec says of a bound, beside its value. */
function saidOf(keyword: string, schema: Schema): Pick<Constraint, 'bound' | 'words'> {
  const { 'x-bound': mark, 'x-pattern-message': words } = schema;
  if (mark === undefined || !(boundKeywords as readonly string[]).includes(keyword)) return {};
  const owner = Object.entries(mark).find(([name]) => name === keyword)?.[1] ?? mark;
  return {
    bound: typeof owner === 'string' ? owner : owner.level,
    ...(keyword === 'pattern' && words !== undefined && { words }),
  };
}

/** Every schema of the spec, and every one inside it. What a reference leads to is a location of its own. */
export function schemas(): Located<Schema>[] {
  const named = childrenOf<Schema>(spec, '#/components/schemas').map(([, schema]) => schema);
  const held = ['parameters', 'headers'].flatMap((kind) =>
    childrenOf<{ schema?: Schema }>(spec, pointerTo('#/components', kind)).map(([, { pointer, value }]) => ({
      pointer: pointerTo(pointer, 'schema'),
      value: value.schema ?? {},
    })),
  );
  return [...named, ...held].flatMap(schemasIn);
}

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

const ofEachType: Readonly<Record<string, Sample>> = {
  boolean: true,
  integer: 7,
  string: 'unheard-of',
  array: [],
  object: {},
  null: null,
};

/** What a keyword of a schema demands. */
export function constraintOf(keyword: string, schema: Schema): Constraint {
  const value = (schema as Record<string, unknown>)[keyword];
  switch (keyword) {
    case 'type': {
      const types = [schema.type ?? []].flat();
      const valid = types.map((type) => (type === 'null' ? null : (full({ ...schema, type }) as Sample)));
      const others = Object.entries(ofEachType).filter(([type]) => !types.includes(type));
      const half = types.includes('integer') ? [7.5] : [];
      return {
        value,
        valid: compact(schema, valid),
        invalid: [...others.map(([, sample]) => sample), ...half],
      };
    }
    case '$ref':
      return { value, valid: [{ $full: lastNameIn(String(value)) }], invalid: othersThan(schema) };
    case 'anyOf':
      return {
        valid: (schema.anyOf ?? []).flatMap((branch): Sample[] =>
          branch.$ref === undefined ? [fullOrNull(branch)] : wholeAndLeast(branch.$ref),
        ),
        invalid: othersThan(schema),
      };
    case 'enum': {
      const listed = schema.enum as Sample[];
      return { valid: listed, invalid: ['unheard-of', `${String(listed[0])} `, ''] };
    }
    case 'const':
      return { value, valid: [value as Sample], invalid: [`${String(value)} `, 'unheard-of'] };
    case 'required': {
      const names = Object.keys(schema.properties ?? {});
      const required = schema.required ?? [];
      const optional = names.filter((name) => !required.includes(name));
      return {
        valid: [{ $whole: true }, ...optional.map((name) => ({ $without: name }))],
        invalid: required.map((name) => ({ $without: name })),
      };
    }
    case 'pattern':
    case 'format': {
      const { right = [], wrong = [] } = formsOf({ [keyword]: value }) ?? {};
      const takes = ajv.compile({ type: 'string', [keyword]: value });
      // Texts on which ajv-formats differs from the RFCs are listed in test/validators/equivalence.test.ts.
      return {
        value,
        valid: right.filter((candidate) => takes(candidate)),
        invalid: wrong.filter((candidate) => !takes(candidate)),
      };
    }
    case 'minLength': {
      const least = Number(value);
      return { value, valid: texts(schema, least), invalid: [text(schema, least - 1)] };
    }
    case 'maxLength': {
      const most = Number(value);
      return { value, valid: texts(schema, most), invalid: [text(schema, most + 1)] };
    }
    case 'minimum':
      return { value, valid: [Number(value)], invalid: [Number(value) - 1] };
    case 'maximum':
      return { value, valid: [Number(value)], invalid: [Number(value) + 1] };
    case 'maxItems': {
      const item =
        schema.items?.$ref === undefined
          ? fullOrNull(schema.items ?? {})
          : { $full: lastNameIn(schema.items.$ref) };
      return {
        value,
        valid: [{ $list: item, $times: Number(value) }],
        invalid: [{ $list: item, $times: Number(value) + 1 }],
      };
    }
    case 'maxProperties':
      return {
        value,
        valid: [{ $properties: Number(value) }],
        invalid: [{ $properties: Number(value) + 1 }],
      };
    default:
      throw new Error(
        `Nothing is known to keep or break the keyword ${keyword}: add it to src/constraints.ts.`,
      );
  }
}

/** The whole of an object stands for itself: written out it would be long, and would change with each of its properties. */
function compact(schema: Schema, samples: readonly Sample[]): readonly Sample[] {
  return samples.map((sample) =>
    typeof sample === 'object' && sample !== null && !Array.isArray(sample) && schema.properties !== undefined
      ? { $whole: true }
      : Array.isArray(sample)
        ? []
        : sample,
  );
}

function fullOrNull(schema: Schema): Sample {
  return schema.type === 'null' ? null : (compact(schema, [full(schema) as Sample])[0] as Sample);
}

/** A component with all its properties, and, of an object, with the required ones only. */
function wholeAndLeast(reference: string): Sample[] {
  const name = lastNameIn(reference);
  const isObject = resolved({ $ref: reference }).properties !== undefined;
  return isObject ? [{ $full: name }, { $least: name }] : [{ $full: name }];
}

/** Values of the types that a schema does not take. */
function othersThan(schema: Schema): Sample[] {
  const types = new Set(typesOf(schema));
  return Object.entries(ofEachType)
    .filter(([type]) => !types.has(type))
    .map(([, sample]) => sample);
}

function typesOf(reference: Schema): string[] {
  const schema = resolved(reference);
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(typesOf);
  if (schema.enum !== undefined || schema.const !== undefined) return ['string'];
  return [schema.type ?? []].flat();
}

/** A text of a valid length. If the form has a length of its own, one of that form. */
function texts(schema: Schema, length: number): Sample[] {
  const forms = formsOf(schema);
  return forms === undefined || forms.ofLength !== undefined
    ? [text(schema, length)]
    : forms.right.slice(0, 1);
}

/** A text of a length that is valid in everything else, if there is one. */
function text(schema: Schema, length: number): Sample {
  const ofLength = formsOf(schema)?.ofLength;
  if (ofLength !== undefined) return ofLength(length);
  return length > 40 ? { $text: 'a', $times: length } : 'a'.repeat(Math.max(0, length));
}

/** Where a value of the spec's component may stand: builds the component's whole value with the sample in that location. */
export function inComponent(pointer: string, sample: Sample): unknown {
  const [components = '', kind = '', name = '', ...tokens] = namesIn(pointer);
  return location(resolved({ $ref: pointerTo('#', components, kind, name) }), tokens, sample);
}

function location(schema: Schema, tokens: readonly string[], sample: Sample): unknown {
  const [token = '', ...rest] = tokens;
  switch (token) {
    case '':
      return decode(sample, schema);
    case 'properties': {
      const [name = '', ...after] = rest;
      return {
        ...(full(schema) as object),
        [name]: location(schema.properties?.[name] ?? {}, after, sample),
      };
    }
    case 'items':
      return [location(schema.items ?? {}, rest, sample)];
    case 'additionalProperties':
      return { reference: location(schema.additionalProperties as Schema, rest, sample) };
    case 'anyOf': {
      const [index, ...after] = rest;
      return location(schema.anyOf?.[Number(index)] ?? {}, after, sample);
    }
    default:
      throw new Error(`No value leads to ${tokens.join('/')}.`);
  }
}
