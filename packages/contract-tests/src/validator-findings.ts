import { jsonSchemaOf, type Located, type RequestBody, type Response } from '@truework-legacy/spec/document';
import { drift } from '@truework-legacy/zod';
import { operations as requests } from '@truework-legacy/zod/request';
import { operations as responses } from '@truework-legacy/zod/response';
import type { z } from 'zod';
import type { Exchange } from './exchange.ts';
import { type Finding, findOperation, isPartial, partialLocation } from './spec-findings.ts';
import { locationAt, locationOf, locationOfField, locationOfItems } from './spec-locations.ts';

/** What the kinds of issues mean, as remarks say it. */
const kinds: Readonly<Record<string, string>> = {
  missing: 'nothing',
  null: 'null',
  blank: 'a blank text',
  type: 'a value of another type',
  format: 'another form',
  bounds: 'a value beyond a bound',
  'unknown-field': 'a field that the validators do not know',
  'unknown-value': 'a value that the validators do not know',
};

/**
 * What the generated validators find wrong with an exchange, without values. A field of a response that the spec does not know is
 * wrong as well.
 *
 * @returns Empty if they accept request and response.
 */
export function validatorFindings(exchange: Exchange): Finding[] {
  const { request, response } = exchange;
  const found = findOperation(request.method, request.url.pathname)?.operation;
  if (found === undefined) return [];
  const id = found.id as keyof typeof responses;
  const schemas: Record<string, z.ZodType> = responses[id];
  const range = `${String(response.status).charAt(0)}XX`;
  const schema = schemas[response.status] ?? schemas[range] ?? schemas['default'];
  if (schema === undefined) {
    return [
      { operation: id, where: `response status ${response.status}`, expected: 'a status of the validators' },
    ];
  }
  const declared = found.responses.find(({ status }) => status === String(response.status));
  const value: unknown = JSON.parse(response.body);
  const findings = drift(schema, value)
    .filter(({ kind, path }) => {
      const isLeftOut = kind === 'missing' && partialLocation.test(['', ...path.slice(0, -1)].join('/'));
      return !(isLeftOut && isPartial(request));
    })
    .map(
      ({ path, kind }): Finding => ({
        operation: id,
        where: `response ${response.status} body /${path.join('/')}`,
        expected: 'what the validators take',
        actual: kinds[kind] ?? kind,
        pointer: pointerAt(declared, value, path) ?? found.pointer,
      }),
    );
  // A rejected request may well be one that the validators reject too.
  if (response.status >= 300 || request.body === null) return findings;
  const { body } = requests[id] as { body?: z.ZodType };
  const sent: unknown = JSON.parse(request.body);
  const issues = body?.safeParse(sent).error?.issues ?? [];
  return [
    ...findings,
    ...issues.map(
      ({ path, message }): Finding => ({
        operation: id,
        where: `request body /${path.join('/')}`,
        expected: `what the validators take: ${message}`,
        pointer: pointerAt(found.requestBody, sent, path) ?? found.pointer,
      }),
    ),
  ];
}

/** Where the spec describes what a path leads to, or what is nearest. */
function pointerAt(
  described: Located<RequestBody | Response> | undefined,
  body: unknown,
  path: readonly PropertyKey[],
): string | undefined {
  const schema = jsonSchemaOf(described);
  let value = body;
  let location = schema && locationOf(locationAt(schema.value, schema.pointer, 'documented'), value);
  for (const step of path) {
    if (location === undefined) return undefined;
    value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
    const inner =
      typeof step === 'number' ? locationOfItems(location) : locationOfField(location, String(step));
    if (inner === undefined || value === undefined) return inner?.pointer ?? location.pointer;
    location = locationOf(inner, value) ?? inner;
  }
  return location?.pointer;
}
