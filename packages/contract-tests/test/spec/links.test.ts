import {
  bodiesOf,
  childrenOf,
  type Example,
  type Link,
  type Located,
  operationsOf,
  pointerTo,
  type RequestBody,
  type Response,
  valueAt,
  webhooksOf,
} from '@truework-legacy/spec/document';
import { describe, expect, test } from 'vitest';
import { expectNone } from '../../src/remarks.ts';
import { spec } from '../../src/spec.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { webhookFindings } from '../../src/webhook-findings.ts';

// The spec against itself: where a link leads, and that the examples of the webhooks are what the webhooks send.

const each = operationsOf(spec).flatMap(({ id, responses }) =>
  responses.flatMap((response) =>
    childrenOf<Link>(spec, pointerTo(response.pointer, 'links')).map(([name, { value }]) => ({
      from: id,
      name,
      status: response.status,
      link: value,
      bodies: examplesOf(response),
    })),
  ),
);

/** The examples of a JSON body. */
function examplesOf(described: Located<RequestBody | Response> | undefined): unknown[] {
  return bodiesOf(described)
    .filter(({ mediaType }) => mediaType === 'application/json')
    .flatMap(({ pointer }) => childrenOf<Example>(spec, pointerTo(pointer, 'examples')))
    .map(([, { value }]) => value.value);
}

/** What a runtime expression stands for. */
function valueBehind(expression: string, body: unknown): unknown {
  const pointer = /^\$response\.body(#\/.*)$/.exec(expression)?.[1];
  if (pointer === undefined) return expression.startsWith('$request.path.') ? 'of the request' : undefined;
  return valueAt(body, pointer);
}

describe('a link', () => {
  test.for(each)(
    'from $from $status to $name leads to an operation, with values that a response has',
    (found) => {
      const { link, bodies } = found;
      const next = operationsOfTheSpec().find(({ id }) => id === link.operationId);
      expect(next, `no operation is called ${link.operationId}`).toBeDefined();
      const wanted = next?.parameters
        .filter(({ in: location }) => location === 'path')
        .map(({ name }) => name);
      expect(Object.keys(link.parameters ?? {})).toEqual(expect.arrayContaining(wanted ?? []));
      const expressions = [...Object.values(link.parameters ?? {}), ...Object.values(link.requestBody ?? {})];
      for (const expression of expressions) {
        const values = bodies.map((body) => valueBehind(String(expression), body));
        expect(
          values.some((value) => value !== undefined),
          `no example of the response has ${expression}`,
        ).toBe(true);
      }
    },
  );
});

describe('the example of a webhook', () => {
  const sent = webhooksOf(spec).flatMap(({ path, requestBody }) =>
    examplesOf(requestBody).map((value, index) => [`${path}, ${index + 1}`, value] as const),
  );

  test.for(sent)('%s is what the webhook sends', ([, value]) => {
    const body = JSON.stringify(value);
    const headers = new Headers({ 'Content-Type': 'application/json', 'X-Truework-Token': 'a-token' });
    expectNone(webhookFindings({ method: 'POST', headers, body }), 'sandbox');
  });
});
