import {
  bodiesOf,
  childrenOf,
  type Header,
  type Located,
  locate,
  type Parameter,
  pointerTo,
  type Schema,
  schemasIn,
} from '../document/index.ts';
import { document } from './openapi-document.ts';
import { operations, webhooks } from './operations.ts';

const childrenAt = <Part = object>(...names: [string, ...string[]]): Located<Part>[] =>
  childrenOf<Part>(document, pointerTo(...names)).map(([, child]) => child);

const calls = [...operations, ...webhooks];
const parameters = calls.flatMap((call) => call.parameters);
const requestBodies = calls.flatMap(({ requestBody }) => requestBody ?? []);
const responses = calls.flatMap((call) => call.responses);
const headers = responses.flatMap(({ pointer }) => childrenAt<Header>(pointer, 'headers'));

/** What has a schema, and examples of it. */
export const described: readonly Located<Parameter | Header | { readonly schema?: Schema }>[] = [
  ...parameters,
  ...headers,
  ...[...requestBodies, ...responses].flatMap(bodiesOf),
];

/** The schemas that are in no other schema. */
export const outerSchemas: readonly Located<Schema>[] = [
  ...childrenAt<Schema>('#/components/schemas'),
  ...described.flatMap(({ pointer, value: { schema } }) =>
    schema ? [{ pointer: pointerTo(pointer, 'schema'), value: schema }] : [],
  ),
];

/** The parts of the document, by what OpenAPI calls them. What nothing refers to is not among them: the lint rejects it. */
export const documentParts: Readonly<Record<string, readonly Located<object>[]>> = {
  document: [locate(document, '#')],
  info: [locate(document, '#/info')],
  server: childrenAt('#/servers'),
  tag: childrenAt('#/tags'),
  path: childrenAt('#/paths'),
  operation: operations.map(({ pointer, operation: value }) => ({ pointer, value })),
  webhook: childrenAt('#/webhooks'),
  'webhook operation': webhooks.map(({ pointer, operation: value }) => ({ pointer, value })),
  parameter: parameters,
  'request body': requestBodies,
  response: responses,
  'media type': [...requestBodies, ...responses].flatMap(bodiesOf),
  header: headers,
  link: responses.flatMap(({ pointer }) => childrenAt(pointer, 'links')),
  components: [locate(document, '#/components')],
  'security scheme': childrenAt('#/components/securitySchemes'),
  schema: outerSchemas.flatMap(schemasIn),
};
