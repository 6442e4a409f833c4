import {
  jsonSchemaOf,
  type Located,
  lastNameIn,
  operationsOf,
  type RequestBody,
  type Response,
  webhooksOf,
} from '@truework-legacy/spec/document';
import * as miniRequest from '@truework-legacy/zod/mini/request';
import * as miniResponse from '@truework-legacy/zod/mini/response';
import * as request from '@truework-legacy/zod/request';
import * as response from '@truework-legacy/zod/response';
import { describe, expect, test } from 'vitest';
import { spec } from '../../src/spec.ts';

type Schemas = Record<string, unknown>;

/** The name of the schema that a JSON body refers to. */
function nameOfJson(described: Located<RequestBody | Response> | undefined): string {
  return lastNameIn(jsonSchemaOf(described)?.value.$ref ?? '');
}

describe.for([
  ['zod', request, response],
  ['zod/mini', miniRequest, miniResponse],
] as const)('the schemas of operations for %s', ([, requests, responses]) => {
  test.for(operationsOf(spec))('$id', ({ id, requestBody, responses: declared }) => {
    const components = responses as unknown as Schemas;
    const byStatus = (responses.operations as unknown as Record<string, Schemas>)[id];
    expect(Object.keys(byStatus ?? {})).toEqual(declared.map(({ status }) => status));
    for (const declaredResponse of declared) {
      const { status } = declaredResponse;
      expect(byStatus?.[status], status).toBe(
        components[nameOfJson(declaredResponse)] ?? expect.unreachable(status),
      );
    }
    const { body } =
      (requests.operations as unknown as Record<string, { body?: unknown }>)[id] ?? expect.unreachable();
    expect(body).toBe(requestBody && (requests as unknown as Schemas)[nameOfJson(requestBody)]);
  });

  test.for(webhooksOf(spec))('the webhook $id', ({ id, requestBody }) => {
    const components = responses as unknown as Schemas;
    const { body } = components[id] as { body: unknown };
    expect(body).toBe(components[nameOfJson(requestBody)] ?? expect.unreachable());
  });
});
