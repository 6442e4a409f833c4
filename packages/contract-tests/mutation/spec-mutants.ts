import {
  childrenOf,
  type Header,
  lastNameIn,
  type Parameter,
  pointerTo,
  type Schema,
  valueAt,
} from '@truework-legacy/spec/document';
import { schemas } from '../src/constraints.ts';
import { spec } from '../src/spec.ts';
import { operationsOfTheSpec, webhooksOfTheSpec } from '../src/spec-operations.ts';
import type { JsonMutant } from './mutant.ts';

/** A mutant of the spec, and what kind of mistake it is. */
export interface SpecMutant extends JsonMutant {
  readonly kind: string;
}

const file = 'spec/generated/openapi.json';

/** One mutant for each thing that the spec says of a field, a parameter, a header or an operation. */
export function specMutants(): SpecMutant[] {
  const mutants = [
    ...schemas().flatMap(({ pointer, value }) => schemaMutants(pointer, value)),
    ...parameterMutants(),
    ...headerMutants(),
    ...operationMutants(),
  ];
  return mutants.map(({ kind, pointer, value, what }) => ({
    id: `${what} (${pointer})`,
    kind,
    file,
    pointer,
    ...(value !== undefined && { value }),
  }));
}

interface Made {
  kind: string;
  what: string;
  pointer: string;
  value?: unknown;
}

function schemaMutants(pointer: string, schema: Schema): Made[] {
  const at = (keyword: string) => `${pointer}/${keyword}`;
  const { required = [], properties = {}, enum: values, anyOf = [] } = schema;
  const bounds = ['minLength', 'maxLength', 'minimum', 'maximum', 'maxItems', 'maxProperties'] as const;
  return [
    ...Object.keys(properties).map((name) => ({
      kind: 'field dropped',
      what: `${name} is dropped`,
      pointer: pointerTo(pointer, 'properties', name),
    })),
    ...typeMutants(pointer, schema),
    ...required.map((name) => ({
      kind: 'required',
      what: `${name} is required no longer`,
      pointer: at('required'),
      value: required.filter((other) => other !== name),
    })),
    ...Object.keys(properties)
      .filter((name) => !required.includes(name))
      .map((name) => ({
        kind: 'required',
        what: `${name} is required`,
        pointer: at('required'),
        value: [...required, name],
      })),
    ...(values ?? []).map((value) => ({
      kind: 'enum',
      what: `the value ${String(value)} is gone`,
      pointer: at('enum'),
      value: values?.filter((other) => other !== value),
    })),
    ...(values === undefined
      ? []
      : [{ kind: 'enum', what: 'a value is new', pointer: at('enum'), value: [...values, 'one-more'] }]),
    ...bounds.flatMap((bound) =>
      schema[bound] === undefined
        ? []
        : [-1, 1].map((step) => ({
            kind: 'bound',
            what: `${bound} is ${step > 0 ? 'higher' : 'lower'} by one`,
            pointer: at(bound),
            value: (schema[bound] ?? 0) + step,
          })),
    ),
    ...(['format', 'pattern'] as const).flatMap((keyword) =>
      schema[keyword] === undefined
        ? []
        : [{ kind: 'format', what: `${keyword} is gone`, pointer: at(keyword) }],
    ),
    ...anyOf.map((_, index) => ({
      kind: 'type',
      what: `the choice ${index} is gone`,
      pointer: at('anyOf'),
      value: anyOf.toSpliced(index, 1),
    })),
    ...factMutants(pointer, schema),
  ];
}

function typeMutants(pointer: string, { type, $ref }: Schema): Made[] {
  const names = Object.keys(spec.components?.schemas ?? {});
  if ($ref !== undefined) {
    const other = $ref.endsWith('/Money') ? 'Company' : 'Money';
    if (!names.includes(other))
      throw new Error(`The spec has no schema ${other}, to which mutants refer. Name another one here.`);
    return [
      {
        kind: 'type',
        what: 'refers elsewhere',
        pointer: `${pointer}/$ref`,
        value: `#/components/schemas/${other}`,
      },
    ];
  }
  if (type === undefined) return [];
  const types = [type].flat();
  const [first = ''] = types;
  const other = first === 'string' ? 'integer' : 'string';
  return [
    {
      kind: 'type',
      what: `${first} became ${other}`,
      pointer: `${pointer}/type`,
      value: types.length > 1 ? [other, 'null'] : other,
    },
    ...(first === 'null' ? [] : [nullability(pointer, types)]),
  ];
}

function nullability(pointer: string, types: readonly string[]): Made {
  return types.includes('null')
    ? { kind: 'nullability', what: 'may be null no longer', pointer: `${pointer}/type`, value: types[0] }
    : { kind: 'nullability', what: 'may be null', pointer: `${pointer}/type`, value: [...types, 'null'] };
}

/** What the spec says beside the schema: its source, whether it is personal data, its default. */
function factMutants(pointer: string, schema: Schema): Made[] {
  const { 'x-source': source, 'x-pii': personal, default: preset } = schema;
  const made: Made[] = [];
  if (source !== undefined) {
    const level = source.level === 'documented' ? 'inferred' : 'documented';
    made.push({
      kind: 'source',
      what: `is said to be ${level}`,
      pointer: `${pointer}/x-source/level`,
      value: level,
    });
  }
  if (personal !== undefined)
    made.push({ kind: 'personal data', what: 'is personal no longer', pointer: `${pointer}/x-pii` });
  if (preset !== undefined)
    made.push({ kind: 'default', what: 'has another default', pointer: `${pointer}/default`, value: 1 });
  return made;
}

function parameterMutants(): Made[] {
  return childrenOf<Parameter>(spec, '#/components/parameters').flatMap(
    ([, { pointer, value: parameter }]) => {
      return [
        { kind: 'parameter', what: 'has another name', pointer: `${pointer}/name`, value: 'other' },
        {
          kind: 'parameter',
          what: 'is elsewhere',
          pointer: `${pointer}/in`,
          value: parameter.in === 'query' ? 'header' : 'query',
        },
        {
          kind: 'parameter',
          what: 'is required or not',
          pointer: `${pointer}/required`,
          value: parameter.required !== true,
        },
        ...(parameter.allowEmptyValue === undefined
          ? []
          : [{ kind: 'parameter', what: 'may not be empty', pointer: `${pointer}/allowEmptyValue` }]),
      ];
    },
  );
}

function headerMutants(): Made[] {
  return childrenOf<Header>(spec, '#/components/headers').map(([, { pointer, value }]) => ({
    kind: 'header',
    what: 'is required or not',
    pointer: `${pointer}/required`,
    value: value.required !== true,
  }));
}

type Node = Record<string, unknown>;

function nodeAt(pointer: string): Node {
  return valueAt(spec, pointer) as Node;
}

function operationMutants(): Made[] {
  return [...operationsOfTheSpec(), ...webhooksOfTheSpec()].flatMap(
    ({ id, pointer, responses: statuses }) => {
      const item = pointer.slice(0, pointer.lastIndexOf('/'));
      const method = lastNameIn(pointer);
      const items = item.slice(0, item.lastIndexOf('/'));
      const operation = nodeAt(pointer);
      const responses = operation['responses'] as Record<
        string,
        { headers?: object; content?: object; $ref?: string }
      >;
      const parameters = (operation['parameters'] ?? []) as unknown[];
      return [
        { kind: 'path', what: `${id} is gone`, pointer },
        { kind: 'path', what: `${id} is elsewhere`, pointer: items, value: moved(items, item) },
        {
          kind: 'method',
          what: `${id} has another method`,
          pointer: item,
          value: { ...without(nodeAt(item), method), [method === 'get' ? 'post' : 'get']: operation },
        },
        {
          kind: 'operation',
          what: `${id} has another operationId`,
          pointer: `${pointer}/operationId`,
          value: `${id}Again`,
        },
        ...(operation['x-retry'] === undefined
          ? []
          : [
              {
                kind: 'operation',
                what: `${id} may be repeated or not`,
                pointer: `${pointer}/x-retry`,
                value: operation['x-retry'] === 'safe' ? 'never' : 'safe',
              },
              { kind: 'operation', what: `${id} needs no key`, pointer: `${pointer}/security`, value: [] },
            ]),
        ...(operation['requestBody'] === undefined
          ? []
          : [{ kind: 'operation', what: `${id} takes no body`, pointer: `${pointer}/requestBody` }]),
        ...parameters.map((_, index) => ({
          kind: 'parameter',
          what: `${id} lacks a parameter`,
          pointer: `${pointer}/parameters/${index}`,
        })),
        ...Object.keys(statuses).map((status) => ({
          kind: 'status',
          what: `${id} does not respond with ${status}`,
          pointer: `${pointer}/responses/${status}`,
        })),
        {
          kind: 'status',
          what: `${id} responds with 409`,
          pointer: `${pointer}/responses/409`,
          value: responses['400'] ?? {},
        },
        ...Object.entries(responses).flatMap(([status, { headers, content }]) => [
          ...Object.keys(headers ?? {}).map((name) => ({
            kind: 'header',
            what: `${id} ${status} lacks ${name}`,
            pointer: `${pointer}/responses/${status}/headers/${name}`,
          })),
          ...Object.keys(content ?? {}).map((mediaType) => ({
            kind: 'media type',
            what: `${id} ${status} has no ${mediaType}`,
            pointer: pointerTo(pointer, 'responses', status, 'content', mediaType),
          })),
        ]),
      ];
    },
  );
}

function without(node: Node, name: string): Node {
  const { [name]: _, ...rest } = node;
  return rest;
}

/** All paths or webhooks, one of them under another name. */
function moved(items: string, item: string): Node {
  const name = lastNameIn(item);
  const all = nodeAt(items);
  return Object.fromEntries(
    Object.entries(all).map(([path, value]) => [path === name ? `/v1${path}` : path, value]),
  );
}
