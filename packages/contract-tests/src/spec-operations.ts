import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { pointerTo } from './json-pointer.ts';
import { type Reference, resolve } from './spec-judge.ts';

/** A parameter, and where in the spec it stands. */
export interface SpecParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly isRequired: boolean;
  readonly mayBeEmpty: boolean;
  readonly pointer: string;
}

/** One status that an operation may answer with. */
export interface SpecAnswer {
  /** Names of the headers, with `?` behind those that may be missing. */
  readonly headers: readonly string[];
  /** Media type and schema of the body. */
  readonly bodies: Readonly<Record<string, string>>;
}

/** An operation or a webhook of the spec, references resolved. */
export interface SpecOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  /** Whether it may be sent again after a failure. Absent for webhooks. */
  readonly retry?: string;
  /** How much is known of it. */
  readonly source?: string;
  readonly needsKey: boolean;
  readonly parameters: readonly SpecParameter[];
  readonly bodies: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, SpecAnswer>>;
}

interface Content {
  [mediaType: string]: { schema: Reference | { type?: string; format?: string } };
}
interface Parameter {
  name: string;
  in: SpecParameter['in'];
  required?: boolean;
  allowEmptyValue?: boolean;
}
interface Answer {
  headers?: Record<string, { required?: boolean } | Reference>;
  content?: Content;
}
interface Operation {
  operationId: string;
  'x-retry'?: string;
  'x-source'?: { level: string };
  security?: unknown[];
  parameters?: Reference[];
  requestBody?: { content: Content };
  responses: Record<string, Answer | Reference>;
}
interface Item {
  parameters?: Reference[];
  [method: string]: Operation | Reference[] | undefined;
}

const methods = ['get', 'put', 'post', 'patch', 'delete'];

/** Every operation of the spec. */
export function operationsOfTheSpec(): SpecOperation[] {
  return within('paths', openapi.paths as unknown as Record<string, Item>);
}

/** Every webhook of the spec, under its event in the place of a path. */
export function webhooksOfTheSpec(): SpecOperation[] {
  return within('webhooks', openapi.webhooks as unknown as Record<string, Item>);
}

function within(kind: string, items: Record<string, Item>): SpecOperation[] {
  return Object.entries(items).flatMap(([path, item]) =>
    methods
      .filter((method) => method in item)
      .map((method) => {
        const operation = item[method] as Operation;
        return {
          id: operation.operationId,
          method: method.toUpperCase(),
          path,
          pointer: pointerTo('#', kind, path, method),
          ...(operation['x-retry'] && { retry: operation['x-retry'] }),
          ...(operation['x-source'] && { source: operation['x-source'].level }),
          needsKey: (operation.security ?? openapi.security).length > 0,
          parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(parameterOf),
          bodies: bodiesOf(operation.requestBody?.content),
          answers: Object.fromEntries(
            Object.entries(operation.responses).map(([status, answer]) => [
              status,
              answerOf(resolve(answer)),
            ]),
          ),
        };
      }),
  );
}

function parameterOf(reference: Reference): SpecParameter {
  const { name, in: place, required = false, allowEmptyValue = false } = resolve<Parameter>(reference);
  return { name, in: place, isRequired: required, mayBeEmpty: allowEmptyValue, pointer: reference.$ref };
}

function answerOf({ headers = {}, content }: Answer): SpecAnswer {
  return {
    headers: Object.entries(headers).map(([name, header]) =>
      resolve<{ required?: boolean }>(header).required === true ? name : `${name}?`,
    ),
    bodies: bodiesOf(content),
  };
}

function bodiesOf(content: Content = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, { schema }]) => [
      mediaType,
      '$ref' in schema
        ? schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
        : `${schema.type} ${schema.format ?? ''}`.trim(),
    ]),
  );
}
