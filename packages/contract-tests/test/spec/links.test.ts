import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';
import { webhookFindings } from '../../src/webhook-judge.ts';

// The spec against itself: where a link leads, and that the examples of the webhooks are what the webhooks send.

interface Link {
  operationId: string;
  parameters?: Record<string, string>;
  requestBody?: Record<string, string>;
}
type Named = Record<string, { $ref: string }>;
interface Response {
  content?: { 'application/json'?: { examples?: Named } };
  links?: Named;
}
interface Operation {
  operationId: string;
  responses: Record<string, Response>;
  requestBody?: { content: { 'application/json': { examples: Named } } };
}

const { links, examples } = openapi.components as unknown as {
  links: Record<string, Link>;
  examples: Record<string, { value: unknown }>;
};

function named<Kind>(all: Record<string, Kind>, { $ref }: { $ref: string }): Kind {
  return all[$ref.slice($ref.lastIndexOf('/') + 1)] ?? expect.unreachable(`the spec has no ${$ref}`);
}

const each = Object.values(openapi.paths as unknown as Record<string, Record<string, Operation>>).flatMap(
  (item) =>
    Object.values(item)
      .filter((operation) => operation.operationId !== undefined)
      .flatMap(({ operationId, responses }) =>
        Object.entries(responses).flatMap(([status, response]) =>
          Object.entries(response.links ?? {}).map(([name, reference]) => ({
            from: operationId,
            name,
            status,
            link: named(links, reference),
            bodies: Object.values(response.content?.['application/json']?.examples ?? {}).map(
              (example) => named(examples, example).value,
            ),
          })),
        ),
      ),
);

/** What a runtime expression stands for. */
function valueBehind(expression: string, body: unknown): unknown {
  const pointer = /^\$response\.body#(\/.*)$/.exec(expression)?.[1];
  if (pointer === undefined) return expression.startsWith('$request.path.') ? 'of the request' : undefined;
  return pointer
    .slice(1)
    .split('/')
    .reduce((node: unknown, token) => (node as Record<string, unknown> | undefined)?.[token], body);
}

describe('a link', () => {
  test.for(each)(
    'from $from $status to $name leads to an operation, with values that an answer holds',
    (found) => {
      const { link, bodies } = found;
      const target = operationsOfTheSpec().find(({ id }) => id === link.operationId);
      expect(target, `no operation is called ${link.operationId}`).toBeDefined();
      const wanted = target?.parameters.filter(({ in: place }) => place === 'path').map(({ name }) => name);
      expect(Object.keys(link.parameters ?? {})).toEqual(expect.arrayContaining(wanted ?? []));
      const expressions = [...Object.values(link.parameters ?? {}), ...Object.values(link.requestBody ?? {})];
      for (const expression of expressions) {
        const values = bodies.map((body) => valueBehind(expression, body));
        expect(
          values.some((value) => value !== undefined),
          `no example of the answer holds ${expression}`,
        ).toBe(true);
      }
    },
  );
});

describe('the example of a webhook', () => {
  const webhooks = Object.values(openapi.webhooks as unknown as Record<string, { post: Operation }>).flatMap(
    ({ post }) => Object.entries(post.requestBody?.content['application/json'].examples ?? {}),
  );

  test.for(webhooks)('%s is what the webhook sends', ([, reference]) => {
    const body = JSON.stringify(named(examples, reference).value);
    const headers = new Headers({ 'Content-Type': 'application/json', 'X-Truework-Token': 'a-token' });
    expect(webhookFindings({ method: 'POST', headers, body })).toEqual([]);
  });
});
