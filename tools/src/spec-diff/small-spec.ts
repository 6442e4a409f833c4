/** A spec small enough to plant a change in. */
export function smallSpec() {
  const json = (schema: string) => ({
    'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Small', version: '2019-10-15', description: 'A text.' } as Record<string, unknown>,
    servers: [{ url: 'https://api.example.com', 'x-environment': 'production' }],
    paths: {
      '/orders/': {
        get: {
          operationId: 'listOrders',
          'x-retry': 'safe',
          parameters: [{ $ref: '#/components/parameters/Limit' }] as unknown[],
          responses: { '200': { description: 'Orders.', content: json('Order') } },
        },
        post: {
          operationId: 'createOrder',
          'x-retry': 'never',
          requestBody: { required: true, content: json('OrderInput') },
          responses: { '201': { description: 'The order.', content: json('Order') } },
        },
      },
      '/orders/{id}/': {
        get: {
          operationId: 'getOrder',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { '200': { description: 'The order.' } },
        },
      },
    } as Record<string, Record<string, Record<string, unknown>>>,
    components: {
      parameters: {
        Limit: { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100, default: 25 } },
      },
      schemas: {
        Order: {
          type: 'object',
          required: ['id', 'state'],
          properties: {
            id: { type: 'string', description: 'Id of the order.', maxLength: 32, example: 'a1' },
            state: {
              type: 'string',
              enum: ['open', 'done'],
              'x-enumDescriptions': { open: 'Open.' },
              'x-final': ['done'],
            },
            name: { type: 'string', 'x-pii': true, 'x-source': { level: 'recorded' } },
            price: { $ref: '#/components/schemas/Price' },
            size: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
            // A property may have the name of a keyword.
            description: { type: 'string', maxLength: 9 },
          } as Record<string, Record<string, unknown>>,
        },
        Price: { type: 'object', required: ['amount'], properties: { amount: { type: 'string' } } },
        OrderInput: {
          type: 'object',
          required: ['purpose'],
          properties: {
            purpose: { type: 'string', enum: ['loan', 'rent'] },
            proof: { type: 'string', contentEncoding: 'base64' },
            cost: { $ref: '#/components/schemas/Price', 'x-pii': true },
            limit: { $ref: '#/components/schemas/Price' },
          } as Record<string, Record<string, unknown>>,
        },
      } as Record<string, Schema>,
    },
  };
}

interface Schema {
  type: string;
  required: string[];
  properties: Record<string, Record<string, unknown>>;
}

/** The small spec with something changed in it. */
export function changedSpec(plant: (spec: SmallSpec) => void): SmallSpec {
  const spec = smallSpec();
  plant(spec);
  return spec;
}

/** What {@link smallSpec} returns. */
export type SmallSpec = ReturnType<typeof smallSpec>;
