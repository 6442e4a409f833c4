import { describe, expect, expectTypeOf, test } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import { type TestDelivery, testEvent } from './create-test-event.ts';
import type { UnknownEvent, VerificationStateChangeEvent, WebhookEvent } from './event.ts';
import { type EventHandlers, type WebhookHandlerOptions, webhookHandler } from './webhook-handler.ts';

const token = 'test-hook-token';
const url = 'https://lender.example.com/webhooks/truework';
const delivery = testEvent({ token, type: 'verification_request.state.change' });

function setUp(options: Partial<WebhookHandlerOptions> = {}) {
  const events: WebhookEvent[] = [];
  const errors: unknown[] = [];
  const keep = (event: WebhookEvent) => {
    events.push(event);
  };
  const handler = webhookHandler({
    token,
    on: {
      'verification_request.state.change': keep,
      'credentials_session.state.change': keep,
      unknown: keep,
    },
    onError: (error) => errors.push(error),
    ...options,
  });
  return { events, errors, send: (init: RequestInit) => handler(new Request(url, init)) };
}

const sent = (body: unknown): RequestInit => ({ ...delivery, body: JSON.stringify(body) });

describe('an event', () => {
  test('is handled by its handler, and gets 204', async () => {
    const { events, errors, send } = setUp();
    const response = await send(delivery);
    expect([response.status, await response.text()]).toEqual([204, '']);
    await send(testEvent({ token, type: 'credentials_session.state.change' }));
    await send(sent({ hook: { id: 1, event: 'order.completed' }, data: { order_id: 'test-order' } }));
    expect(events.map(({ type }) => type)).toEqual([
      'verification_request.state.change',
      'credentials_session.state.change',
      'unknown',
    ]);
    expect(errors).toEqual([]);
  });

  test('that is repeated gets 204, and is not handled again', async () => {
    const { events, send } = setUp();
    expect((await send(delivery)).status).toBe(204);
    expect((await send(delivery)).status).toBe(204);
    expect(events).toHaveLength(1);
  });

  test('without a handler gets 204', async () => {
    const { errors, send } = setUp({ on: {} });
    expect((await send(delivery)).status).toBe(204);
    expect((await send(sent({ hook: { event: 'toString' } }))).status).toBe(204);
    expect(errors).toEqual([]);
  });

  test('gets its response only after it was handled', async () => {
    let end = (): void => undefined;
    const handling = new Promise<void>((resolve) => {
      end = resolve;
    });
    let hasResponded = false;
    let isHandling = false;
    const { send } = setUp({
      on: {
        'verification_request.state.change': () => {
          isHandling = true;
          return handling;
        },
      },
    });
    const respondWith = send(delivery).then((response) => {
      hasResponded = true;
      return response.status;
    });
    await expect.poll(() => isHandling).toBe(true);
    expect(hasResponded).toBe(false);
    end();
    expect(await respondWith).toBe(204);
  });

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('canary: no room');
      },
    ],
    ['rejects', () => Promise.reject(new Error('canary: no room'))],
  ])('whose handler %s gets 500, and is handled again', async (_, fail) => {
    let calls = 0;
    const { errors, send } = setUp({
      on: { 'verification_request.state.change': () => (++calls === 1 ? fail() : undefined) },
    });
    const response = await send(delivery);
    expect([response.status, await response.text()]).toEqual([500, 'Failed. Retry the delivery.']);
    expect(errors).toEqual([new Error('canary: no room')]);
    expect((await send(delivery)).status).toBe(204);
    expect(calls).toBe(2);
  });

  test.for([
    () => {
      throw new Error('no log');
    },
    () => Promise.reject(new Error('no log')),
  ])('gets a response even if onError fails', async (onError) => {
    const handler = webhookHandler({ token, on: {}, onError });
    const response = await handler(new Request('https://us.example/', { method: 'POST', body: '{}' }));
    expect(response.status).toBe(401);
  });

  test('gets 500 if the store fails', async () => {
    const fail = () => Promise.reject(new Error('the store is away'));
    const { events, send } = setUp({ dedupeStore: { get: fail, set: fail } });
    expect((await send(delivery)).status).toBe(500);
    expect(events).toEqual([]);
  });
});

test('an event beyond the 10,000 that are being handled gets 503', async () => {
  const { errors, send } = setUp({ dedupeStore: { get: () => new Promise(() => {}), set: async () => {} } });
  const handled = Array.from({ length: 10_001 }, (_, id) =>
    send(
      testEvent({
        token,
        type: 'verification_request.state.change',
        data: { verification_request_id: String(id) },
      }),
    ),
  );
  const response = await Promise.race(handled);
  expect(response.status).toBe(503);
  expect(errors).toMatchObject([{ reason: 'too-many' }]);
});

describe('a rejected request', () => {
  const rejected = async (init: RequestInit, options?: Partial<WebhookHandlerOptions>) => {
    const { events, errors, send } = setUp(options);
    const response = await send(init);
    expect(events).toEqual([]);
    expect(errors).toMatchObject([{ code: 'webhook-invalid' }]);
    expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    return { response, reason: (errors[0] as { reason: string }).reason };
  };

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s', async (method) => {
    const { response, reason } = await rejected({ method, headers: delivery.headers });
    expect([response.status, response.headers.get('Allow'), reason]).toEqual([
      405,
      'POST',
      'method-not-allowed',
    ]);
    if (method !== 'HEAD') expect(await response.text()).toBe('A webhook must be a POST request.');
  });

  test.each<[string, HeadersInit, string]>([
    ['no token', {}, 'token-missing'],
    ['a wrong token', { 'X-Truework-Token': 'another' }, 'token-wrong'],
    [
      'two tokens',
      [
        ['X-Truework-Token', token],
        ['X-Truework-Token', token],
      ],
      'token-repeated',
    ],
  ])('%s, before the body is read', async (_, headers, expected) => {
    let isRead = false;
    const body = new ReadableStream(
      {
        pull() {
          isRead = true;
        },
      },
      { highWaterMark: 0 },
    );
    const { response, reason } = await rejected({
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit);
    expect([response.status, reason, isRead]).toEqual([401, expected, false]);
  });

  test.each<[string, BodyInit | null, string]>([
    ['no body', null, 'body-not-json'],
    ['no JSON', 'state=completed', 'body-not-json'],
    ['no event', '{}', 'not-an-event'],
  ])('%s', async (_, body, expected) => {
    const { response, reason } = await rejected({ ...delivery, body });
    expect([response.status, reason]).toEqual([400, expected]);
  });

  test('a body that is too long, by a byte', async () => {
    const length = new TextEncoder().encode(delivery.body).byteLength;
    const { response, reason } = await rejected(delivery, { maxBodyBytes: length - 1 });
    expect([response.status, reason]).toEqual([413, 'body-too-large']);
    expect((await setUp({ maxBodyBytes: length }).send(delivery)).status).toBe(204);
  });

  test('a body of more than a mebibyte, by default', async () => {
    const padded = (bytes: number) => ({ ...delivery, body: delivery.body.padEnd(bytes, ' ') });
    expect((await setUp().send(padded(2 ** 20))).status).toBe(204);
    expect((await rejected(padded(2 ** 20 + 1))).reason).toBe('body-too-large');
  });

  test('a body that another reader has, even if it has read nothing yet', async () => {
    const errors: unknown[] = [];
    const handler = webhookHandler({ token, on: {}, onError: (error) => errors.push(error) });
    const request = new Request(url, delivery);
    request.body?.getReader();
    const response = await handler(request);
    expect([response.status, await response.text()]).toEqual([500, 'Failed. Retry the delivery.']);
    expect(errors).toEqual([expect.any(ConfigurationError)]);
  });

  test('by an error of your own code is not shown, even if it is one of this package', async () => {
    const ofAnother = Object.assign(new ConfigurationError('Riley'), { reason: 'token-missing' });
    const { errors, send } = setUp({
      on: {
        'verification_request.state.change': () => {
          throw ofAnother;
        },
      },
    });
    const response = await send(delivery);
    expect([response.status, await response.text()]).toEqual([500, 'Failed. Retry the delivery.']);
    expect(errors).toEqual([ofAnother]);
  });

  test('a body that was read before', async () => {
    const errors: unknown[] = [];
    const handler = webhookHandler({ token, on: {}, onError: (error) => errors.push(error) });
    const request = new Request(url, delivery);
    await request.json();
    expect((await handler(request)).status).toBe(500);
    expect(errors).toEqual([expect.any(ConfigurationError)]);
  });
});

test('an invalid token is rejected when the handler is made', () => {
  expect(() => webhookHandler({ token: '', on: {} })).toThrow(ConfigurationError);
});

test('handlers are typed by their event', () => {
  expectTypeOf<EventHandlers['verification_request.state.change']>().toEqualTypeOf<
    ((event: VerificationStateChangeEvent) => unknown) | undefined
  >();
  expectTypeOf<EventHandlers['unknown']>().toEqualTypeOf<((event: UnknownEvent) => unknown) | undefined>();
  expectTypeOf<TestDelivery>().toExtend<RequestInit>();
  // @ts-expect-error an event that this version does not have
  const wrong: EventHandlers = { 'order.completed': () => undefined };
  expect(wrong).toBeDefined();
});
