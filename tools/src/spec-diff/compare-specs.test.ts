import { describe, test } from 'vitest';
import { compareSpecs } from './compare-specs.ts';
import { shortChange } from './short-values.ts';
import { changedSpec, type SmallSpec, smallSpec } from './small-spec.ts';

/** A change, the bump it needs, and each line that is said about it. */
interface Planted {
  change: (spec: SmallSpec) => void;
  bump: string;
  said: string[];
  /** It is in the way of other changes. The others of one bump are planted together: each run of Redocly takes its time. */
  alone?: true;
}

const nullablePrice = {
  anyOf: [{ $ref: '#/components/schemas/Price' }, { type: 'null' }],
  description: 'The price.',
};

const planted: Record<string, Planted> = {
  nothing: { change: () => {}, alone: true, bump: 'none', said: [] },
  'an enum value that a response lost': {
    change: ({ components }) => Object.assign(property(components, 'Order', 'state'), { enum: ['open'] }),
    bump: 'major',
    said: ['breaking: schema Order, state.enum: − "done". Code that names the value no longer compiles.'],
  },
  'an enum value that a request lost': {
    change: ({ components }) =>
      Object.assign(property(components, 'OrderInput', 'purpose'), { enum: ['rent'] }),
    bump: 'major',
    said: ['breaking: schema OrderInput, purpose.enum: − "loan". Enum of `purpose` lost values: \'loan\'.'],
  },
  'a bound that turned out to be our own': {
    change: ({ components }) =>
      Object.assign(property(components, 'Order', 'id'), { maxLength: 64, 'x-bound': 'ours' }),
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema Order, id.maxLength: removed: 32. `maxLength` of `id` was removed.',
      'wording: schema Order, id.x-bound: added: "ours". Whose a bound is. One of ours rejects nothing, and is not compared.',
    ],
  },
  'enum values in another order': {
    change: ({ components }) =>
      Object.assign(property(components, 'Order', 'state'), { enum: ['done', 'open'] }),
    bump: 'patch',
    said: ['wording: schema Order, state.enum: other order. Only the order.'],
  },
  'an optional property that was added': {
    change: ({ components }) =>
      Object.assign(schema(components, 'Order').properties, { note: { type: 'string' } }),
    bump: 'minor',
    said: ['additive: schema Order, note: added: {"type":"string"}. New, and nobody has to use it.'],
  },
  'a required property that a request was given': {
    change: ({ components }) => {
      schema(components, 'OrderInput').required.push('note');
      schema(components, 'OrderInput').properties['note'] = { type: 'string' };
    },
    bump: 'major',
    said: [
      'breaking: schema OrderInput, required: + "note". Properties of `OrderInput` became required: `note`.',
      'additive: schema OrderInput, note: added: {"type":"string"}. New, and nobody has to use it.',
    ],
  },
  'required that was loosened in a response': {
    change: ({ components }) => Object.assign(schema(components, 'Order'), { required: ['id'] }),
    bump: 'major',
    said: [
      'breaking: schema Order, required: − "state". Properties of `Order` are no longer required: `state`.',
    ],
  },
  'required that was loosened in a request': {
    change: ({ components }) => Object.assign(schema(components, 'OrderInput'), { required: [] }),
    bump: 'minor',
    said: ['additive: schema OrderInput, required: − "purpose". A fact changed, and no caller breaks.'],
  },
  'a description': {
    change: ({ components }) =>
      Object.assign(property(components, 'Order', 'id'), { description: 'Identifies the order.' }),
    bump: 'patch',
    said: ['wording: schema Order, id.description: "Id of the order." → "Identifies the order.". A text.'],
  },
  'a property that is called description': {
    change: ({ components }) => Object.assign(property(components, 'Order', 'description'), { maxLength: 5 }),
    bump: 'minor',
    said: ['additive: schema Order, description.maxLength: 9 → 5. A fact changed, and no caller breaks.'],
  },
  'the mark of personal data, removed': {
    change: ({ components }) => Reflect.deleteProperty(property(components, 'Order', 'name'), 'x-pii'),
    bump: 'major',
    said: [
      'breaking: schema Order, name.x-pii: removed: true. It is personal data, and would show up in errors, logs and inspection.',
    ],
  },
  'the mark of personal data, added': {
    change: ({ components }) => Object.assign(property(components, 'Order', 'id'), { 'x-pii': false }),
    bump: 'patch',
    said: ['wording: schema Order, id.x-pii: added: false. It was not personal data before either.'],
  },
  'a response that became nullable': {
    change: ({ components }) =>
      Object.assign(schema(components, 'Order').properties, { price: nullablePrice }),
    bump: 'major',
    said: [
      'breaking: schema Order, price.anyOf.1: added: {"type":"null"}. `anyOf` subschema of `price` was added.',
      'wording: schema Order, price.description: added: "The price.". A text.',
    ],
  },
  'a field of a request that became nullable': {
    change: ({ components }) =>
      Object.assign(schema(components, 'OrderInput').properties, { limit: nullablePrice }),
    bump: 'minor',
    alone: true,
    said: [
      'additive: schema OrderInput, limit.anyOf.1: added: {"type":"null"}. New, and nobody has to use it.',
      'wording: schema OrderInput, limit.description: added: "The price.". A text.',
    ],
  },
  'properties of a property': {
    change: ({ components }) =>
      Object.assign(property(components, 'Order', 'size'), { properties: { unit: { type: 'string' } } }),
    bump: 'minor',
    said: ['additive: schema Order, size.properties: added. New, and nobody has to use it.'],
  },
  'a retry class, from never to safe': {
    change: ({ paths }) => Object.assign(paths['/orders/']?.['post'] ?? {}, { 'x-retry': 'safe' }),
    bump: 'major',
    said: [
      'breaking: POST /orders/, x-retry: "never" → "safe". It may be retried after a failure: a second call may create a second verification.',
    ],
  },
  'a retry class, from safe to never': {
    change: ({ paths }) => Object.assign(paths['/orders/']?.['get'] ?? {}, { 'x-retry': 'never' }),
    bump: 'minor',
    said: ['additive: GET /orders/, x-retry: "safe" → "never". It is sent once from now on.'],
  },
  'source and meaning of a value': {
    change: ({ components }) => {
      Object.assign(property(components, 'Order', 'name'), { 'x-source': { level: 'sdk' } });
      Object.assign(property(components, 'Order', 'state'), { 'x-enumDescriptions': { open: 'Not done.' } });
    },
    bump: 'patch',
    said: [
      'wording: schema Order, state.x-enumDescriptions.open: "Open." → "Not done.". What a value means, in words.',
      'wording: schema Order, name.x-source: {"level":"recorded"} → {"level":"sdk"}. Where a fact comes from, not the fact.',
    ],
  },
  'a field of a request that got another name': {
    change: ({ components }) => rename(schema(components, 'OrderInput').properties, 'limit', 'limits'),
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema OrderInput, limit: renamed to `limits`?. Code that names the field no longer compiles, and the validators reject it.',
    ],
  },
  'a field of a request that got another name and another text': {
    change: ({ components }) => {
      const { properties } = schema(components, 'OrderInput');
      rename(properties, 'purpose', 'reason');
      properties['reason'] = { ...properties['reason'], description: 'Why.' };
    },
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema OrderInput, purpose: removed, or renamed to `reason`?. Code that names the field no longer compiles, and the validators reject it.',
      'additive: schema OrderInput, reason: added. New, and nobody has to use it.',
    ],
  },
  'a field of a response that got another name': {
    change: ({ components }) => rename(schema(components, 'Order').properties, 'price', 'prices'),
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema Order, price: renamed to `prices`?. Property `price` of `Order` was renamed to `prices`.',
    ],
  },
  'a path that got another name': {
    change: ({ paths }) => rename(paths, '/orders/', '/order/'),
    alone: true,
    bump: 'major',
    said: ['breaking: path /orders/, : renamed to `/order/`?. Path `/orders/` was renamed to `/order/`.'],
  },
  'a field of a request that went': {
    change: ({ components }) => Reflect.deleteProperty(schema(components, 'OrderInput').properties, 'limit'),
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema OrderInput, limit: removed. Code that names the field no longer compiles, and the validators reject it.',
    ],
  },
  'two fields of a response, of which nobody can guess which is which': {
    change: ({ components }) => {
      const { properties } = schema(components, 'Order');
      for (const name of ['one', 'two']) properties[name] = { type: 'string', maxLength: 1 };
      Reflect.deleteProperty(properties, 'name');
    },
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema Order, name: removed. Property `name` of `Order` was removed.',
      'additive: schema Order, one: added. New, and nobody has to use it.',
      'additive: schema Order, two: added. New, and nobody has to use it.',
    ],
  },
  'other final values': {
    change: ({ components }) =>
      Object.assign(property(components, 'Order', 'state'), { 'x-final': ['open'] }),
    bump: 'major',
    said: [
      'breaking: schema Order, state.x-final: − "done", + "open". Callers that wait for a final value stop too early, or never.',
    ],
  },
  'bytes that are no longer written as a text': {
    change: ({ components }) =>
      Reflect.deleteProperty(property(components, 'OrderInput', 'proof'), 'contentEncoding'),
    bump: 'major',
    said: [
      'breaking: schema OrderInput, proof.contentEncoding: removed: "base64". The text stands for other bytes.',
    ],
  },
  'another default': {
    change: ({ components }) => Object.assign(components.parameters.Limit.schema, { default: 10 }),
    bump: 'major',
    said: ['breaking: parameter Limit, default: 25 → 10. Leaving it out now means something else.'],
  },
  'the mark of personal data beside a reference, removed': {
    change: ({ components }) => Reflect.deleteProperty(property(components, 'OrderInput', 'cost'), 'x-pii'),
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema OrderInput, cost.x-pii: removed: true. It is personal data, and would show up in errors, logs and inspection.',
    ],
  },
  'a reference to something else, with the mark of personal data beside it as before': {
    change: ({ components }) => {
      components.schemas['Cost'] = { ...schema(components, 'Price'), required: ['amount', 'tax'] };
      Object.assign(property(components, 'OrderInput', 'cost'), { $ref: '#/components/schemas/Cost' });
    },
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema OrderInput, cost.required: + "tax". Properties of `cost` became required: `tax`.',
      'additive: schema Cost, : added. Client and validators export it by this name.',
    ],
  },
  'a path parameter that got another name': {
    change: ({ paths }) => {
      rename(paths, '/orders/{id}/', '/orders/{order_id}/');
      const get = paths['/orders/{order_id}/']?.['get'] as { parameters: [{ name: string }] };
      get.parameters[0].name = 'order_id';
    },
    alone: true,
    bump: 'major',
    said: [
      'breaking: path /orders/{id}/, : renamed to `/orders/{order_id}/`?. Client and validators use this parameter name.',
      'breaking: GET /orders/{order_id}/, parameter order_id.name: "id" → "order_id". Client and validators use this parameter name.',
    ],
  },
  'an extension that has no class yet': {
    change: ({ components }) => Object.assign(property(components, 'Order', 'state'), { 'x-new': true }),
    bump: 'minor',
    said: [
      'additive: schema Order, state.x-new: added: true. No rule covers x-new: add one to tools/src/spec-diff/classify.ts.',
    ],
  },
  'an essential field more': {
    change: ({ components }) => Object.assign(schema(components, 'Order'), { 'x-essential': ['id'] }),
    bump: 'major',
    said: [
      'breaking: schema Order, x-essential: added: ["id"]. A response without the field is rejected from now on.',
    ],
  },
  'the name of a server': {
    change: ({ servers }) => Object.assign(servers[0] ?? {}, { 'x-environment': 'live' }),
    bump: 'major',
    said: [
      'breaking: document, servers.https://api.example.com.x-environment: "production" → "live". Callers of the client name the server by it.',
    ],
  },
  'the text about the document, and its version': {
    change: ({ info }) => Object.assign(info, { description: 'Another.', version: '2020-12-07' }),
    bump: 'major',
    said: [
      'breaking: document, info.version: "2019-10-15" → "2020-12-07". The client asks the API for this version.',
      'wording: document, info.description: "A text." → "Another.". About the document, not about the API.',
    ],
  },
  'a path that was removed': {
    change: ({ paths }) => Reflect.deleteProperty(paths, '/orders/'),
    alone: true,
    bump: 'major',
    said: ['breaking: path /orders/, : removed. Path `/orders/` was removed.'],
  },
  'a required parameter that was added': {
    change: ({ paths }) => {
      const list = paths['/orders/']?.['get']?.['parameters'] as unknown[];
      list.push({ name: 'team', in: 'query', required: true, schema: { type: 'string' } });
    },
    bump: 'major',
    said: ['breaking: GET /orders/, parameter team: added. Required `team` query parameter was added.'],
  },
  'a schema that got another name': {
    change: ({ components, paths }) => {
      components.schemas['OrderRequest'] = schema(components, 'OrderInput');
      Reflect.deleteProperty(components.schemas, 'OrderInput');
      Object.assign(paths['/orders/']?.['post']?.['requestBody'] ?? {}, {
        content: { 'application/json': { schema: { $ref: '#/components/schemas/OrderRequest' } } },
      });
    },
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema OrderInput, : renamed to `OrderRequest`?. Client and validators exported it by this name.',
    ],
  },
  'a branch of anyOf that Redocly takes for another one': {
    change: ({ components }) =>
      Object.assign(property(components, 'Order', 'size'), { anyOf: [{ type: 'integer' }, {}] }),
    alone: true,
    bump: 'major',
    said: [
      'breaking: schema Order, size.anyOf.1: added: {}. `anyOf` subschema of `size` was added.',
      'additive: schema Order, size.anyOf.1: removed: {"type":"null"}. A fact changed, and no caller breaks.',
    ],
  },
  'a keyword beside a reference': {
    change: ({ components }) =>
      Object.assign(schema(components, 'Order').properties, {
        id: { $ref: '#/components/schemas/Id', description: 'New.', 'x-pii': true },
      }) && Object.assign(components.schemas, { Id: { type: 'string', maxLength: 32, example: 'a1' } }),
    bump: 'minor',
    said: [
      'additive: schema Order, id.x-pii: added: true. It is redacted from now on.',
      'wording: schema Order, id.description: "Id of the order." → "New.". A text.',
      'additive: schema Id, : added. Client and validators export it by this name.',
    ],
  },
};

const rows = Object.entries(planted).map(([name, row]) => ({ name, ...row }));
const rounds = Map.groupBy(rows, ({ alone, name, bump }) => (alone ? name : `planted together: ${bump}`));

describe.concurrent.for([...rounds])('%s', ([, together]) => {
  const diff = compareSpecs(
    smallSpec(),
    changedSpec((spec) => {
      for (const { change } of together) change(spec);
    }),
  );
  const lines = diff.then(({ changes }) =>
    changes.map(
      (found) =>
        `${found.class}: ${found.subject}, ${found.location}: ${shortChange(found)}. ${found.reason}`,
    ),
  );

  test.for(together)('$name', async ({ said, bump }, { expect }) => {
    expect(await lines).toEqual(expect.arrayContaining(said));
    expect(await diff).toMatchObject({ bump });
  });

  test('and nothing else is said', async ({ expect }) => {
    expect((await lines).toSorted()).toEqual(together.flatMap(({ said }) => said).toSorted());
  });
});

describe('compareSpecs', () => {
  test('says that something differs, if redocly diff sees nothing', async ({ expect }) => {
    const referringTo = (name: string) =>
      changedSpec(({ components }) => {
        components.schemas['Cost'] = structuredClone(schema(components, 'Price'));
        schema(components, 'Order').properties['cost'] = { $ref: `#/components/schemas/${name}` };
        schema(components, 'OrderInput').properties['cost'] = { $ref: '#/components/schemas/Cost' };
      });
    const { bump, changes } = await compareSpecs(referringTo('Price'), referringTo('Cost'));
    expect(bump).toBe('minor');
    expect(changes.map((found) => `${found.subject}: ${shortChange(found)}. ${found.reason}`)).toEqual([
      'document: differs. Something that redocly diff does not compare.',
    ]);
  });

  test('says what a component reaches, and its file; and begins with the gravest', async ({ expect }) => {
    const diff = await compareSpecs(
      smallSpec(),
      changedSpec(({ components, info }) => {
        info['description'] = 'Another.';
        property(components, 'Order', 'id')['description'] = 'New.';
        property(components, 'Order', 'name')['x-pii'] = false;
      }),
    );
    expect(diff.counts).toEqual({ breaking: 1, additive: 0, wording: 2 });
    expect(diff.changes).toMatchObject([
      { class: 'breaking', subject: 'schema Order', location: 'name.x-pii' },
      {
        class: 'wording',
        file: 'spec/components/schemas/Order.yaml',
        pointer: '#/components/schemas/Order/properties/id/description',
        reaches: ['listOrders', 'createOrder'],
        before: 'Id of the order.',
        after: 'New.',
      },
      { subject: 'document', file: 'spec/openapi.yaml', reaches: [] },
    ]);
  });
});

function rename(things: Record<string, unknown>, name: string, to: string): void {
  things[to] = things[name];
  delete things[name];
}

function schema(components: SmallSpec['components'], name: string) {
  const found = components.schemas[name];
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

function property(components: SmallSpec['components'], name: string, property: string) {
  const found = schema(components, name).properties[property];
  if (found === undefined) throw new Error(`There is no ${name}.${property}.`);
  return found;
}
