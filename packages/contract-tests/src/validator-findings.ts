import { drift } from '@truework-legacy/zod';
import { operations as requests } from '@truework-legacy/zod/request';
import { operations as responses } from '@truework-legacy/zod/response';
import type { z } from 'zod';
import type { Exchange } from './exchange.ts';
import { isPartial, operationOf, partialLocation } from './spec-findings.ts';

/**
 * What the generated validators find wrong with an exchange: paths and kinds, never values. A field of a response that the spec
 * does not know is wrong as well.
 *
 * @returns Empty if they accept request and response.
 */
export function validatorFindings(exchange: Exchange): string[] {
  const { request, response } = exchange;
  const id = operationOf(exchange) as keyof typeof responses | undefined;
  if (id === undefined) return [];
  const schemas: Record<string, z.ZodType> = responses[id];
  const range = `${String(response.status).charAt(0)}XX`;
  const schema = schemas[response.status] ?? schemas[range] ?? schemas['default'];
  if (schema === undefined) return [`${id} has no schema for ${response.status}`];
  const value: unknown = JSON.parse(response.body);
  const findings = drift(schema, value)
    .filter(({ kind, path }) => {
      const isLeftOut = kind === 'missing' && partialLocation.test(['', ...path.slice(0, -1)].join('/'));
      return !(isLeftOut && isPartial(request));
    })
    .map(({ path, kind }) => `${id} ${response.status} /${path.join('/')}: ${kind}`);
  // A rejected request may well be one that the validators reject too.
  if (response.status < 300 && request.body !== null)
    findings.push(...validateBody(id, JSON.parse(request.body)));
  return findings;
}

function validateBody(id: keyof typeof requests, value: unknown): string[] {
  const { body } = requests[id] as { body?: z.ZodType };
  const issues = body?.safeParse(value).error?.issues ?? [];
  return issues.map(({ path, message }) => `${id} /${path.join('/')}: ${message}`);
}
