import { type OpenApiDocument, ownBoundsOf, pointerTo, schemasIn } from '@truework-legacy/spec/document';
import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { afterAll, expect, test } from 'vitest';
import { BodySender } from '../../src/body-sender.ts';
import { constraintOf, inComponent } from '../../src/constraints.ts';
import { ParameterSender } from '../../src/parameter-sender.ts';
import { bodyLocations, fieldsOf } from '../../src/request-locations.ts';
import { operationsOfTheSpec } from '../../src/spec-operations.ts';

// A bound of this project's own rejects nothing: what is beyond it succeeds, with validators in the client.

const document = openapi as unknown as OpenApiDocument;
const bodies = new BodySender();
const parameters = new ParameterSender();
afterAll(() => Promise.all([bodies.close(), parameters.close()]));

/** 20 MB of a document take a second to send, and prove nothing that the other lengths do not. */
const longest = 100_000;

test('values beyond the bounds of our own, in every body', async () => {
  const rejected: string[] = [];
  let sent = 0;
  for (const location of bodyLocations()) {
    const pointer = pointerTo('#/components/schemas', location.component);
    const component = { pointer, value: document.components?.schemas?.[location.component] ?? {} };
    for (const { pointer, value: schema } of schemasIn(component)) {
      for (const keyword of ownBoundsOf(schema)) {
        if ((schema.maxLength ?? 0) > longest && keyword === 'maxLength') continue;
        for (const sample of constraintOf(keyword, schema).invalid) {
          const path = [...location.path, ...fieldsOf(pointer)];
          const body = location.wrap(inComponent(pointer, sample));
          const { status, isHeldBack } = await bodies.send(location.operation, body, path);
          sent += 1;
          if (status < 300 && !isHeldBack) continue;
          rejected.push(
            `${location.operation} ${path.join('.')} beyond ${keyword}: ${isHeldBack ? 'the client' : status}`,
          );
        }
      }
    }
  }
  expect(rejected).toEqual([]);
  expect(sent).toBeGreaterThan(0);
});

test.for([
  ['searchCompanies', 'q', 'w'.repeat(300)],
  ['listVerifications', 'fields', 'id, state'],
  ['listVerifications', 'fields', ''],
] as const)('%s takes %s beyond the bounds of our own', async ([id, name, text]) => {
  const operation = operationsOfTheSpec().find((known) => known.id === id) ?? expect.unreachable();
  const parameter = operation.parameters.find((known) => known.name === name) ?? expect.unreachable();
  expect((await parameters.send(id, parameter, text)).status).toBe(200);
});
