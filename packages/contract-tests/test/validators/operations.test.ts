import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import * as miniRequest from '@truework-legacy/zod/mini/request';
import * as miniResponse from '@truework-legacy/zod/mini/response';
import * as request from '@truework-legacy/zod/request';
import * as response from '@truework-legacy/zod/response';
import { describe, expect, test } from 'vitest';

type Schemas = Record<string, unknown>;
interface Content {
  content?: Record<string, { schema: { $ref?: string } }>;
}
interface Operation {
  operationId: string;
  requestBody?: Content;
  responses: Record<string, Content & { $ref?: string }>;
}

const operations = Object.values(openapi.paths).flatMap((item) =>
  ['get', 'post', 'put'].flatMap((method) =>
    method in item ? [(item as unknown as Record<string, Operation>)[method] as Operation] : [],
  ),
);
const webhooks = Object.values(openapi.webhooks).map(({ post }) => post as unknown as Operation);

function nameOfJson({ $ref, content }: Content & { $ref?: string }): string {
  const shared = openapi.components.responses as unknown as Record<string, Content>;
  const json = ($ref === undefined ? content : shared[nameIn($ref)]?.content)?.['application/json'];
  return nameIn(json?.schema.$ref ?? '');
}

function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

describe.for([
  ['zod', request, response],
  ['zod/mini', miniRequest, miniResponse],
] as const)('the schemas of operations for %s', ([, requests, responses]) => {
  test.for(operations)('$operationId', ({ operationId, requestBody, responses: answers }) => {
    const components = responses as unknown as Schemas;
    const byStatus = (responses.operations as unknown as Record<string, Schemas>)[operationId];
    expect(Object.keys(byStatus ?? {})).toEqual(Object.keys(answers));
    for (const [status, answer] of Object.entries(answers)) {
      expect(byStatus?.[status], status).toBe(components[nameOfJson(answer)] ?? expect.unreachable(status));
    }
    const { body } =
      (requests.operations as unknown as Record<string, { body?: unknown }>)[operationId] ??
      expect.unreachable();
    expect(body).toBe(requestBody && (requests as unknown as Schemas)[nameOfJson(requestBody)]);
  });

  test.for(webhooks)('the webhook $operationId', ({ operationId, requestBody }) => {
    const components = responses as unknown as Schemas;
    const { body } = components[operationId] as { body: unknown };
    expect(body).toBe(components[nameOfJson(requestBody ?? {})] ?? expect.unreachable());
  });
});
