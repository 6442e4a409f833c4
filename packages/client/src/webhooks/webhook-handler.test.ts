import { describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest';
import { callByHand } from '../../test/support/call-by-hand.ts';
import { delivery, testHandler, token, webhookUrl } from '../../test/support/webhooks.ts';
import { ConfigurationError } from '../errors.ts';
import { type TestDelivery, testEvent } from './create-test-event.ts';
import type { UnknownEvent, VerificationStateChangeEvent } from './event.ts';
import type { EventHandlers, WebhookHandlerOptions } from './webhook-handler.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';

const sent = (body: unknown): RequestInit => ({ ...delivery, body: JSON.stringify(body) });

test('a failure of WebCrypto is not remembered', async () => {
  const { subtle } = crypto;
  const digest = vi.spyOn(subtle, 'digest');
  onTestFinished(() => digest.mockRestore());
  const real = digest.getMockImplementation() as typeof subtle.digest;
  digest.mockImplementationOnce(real).mockRejectedValueOnce(new Error('no SHA-256'));
  const { send } = testHandler();
  expect([(await send()).status, (await send()).status]).toEqual([500, 204]);
});

describe('an event', () => {
  test('is handled by its handler, and gets 204', async () => {
    const { events, errors, send } = testHandler();
    const response = await send();
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

  test('without a handler gets 204', async () => {
    const { errors, send } = testHandler({ on: {} });
    expect((await send()).status).toBe(204);
    expect((await send(sent({ hook: { event: 'toString' } }))).status).toBe(204);
    expect(errors).toEqual([]);
  });

  test('gets its response only after it was handled', async () => {
    const work = callByHand();
    let hasResponded = false;
    const { send } = testHandler({ on: { 'verification_request.state.change': work.run } });
    const responding = send().then(({ status }) => {
      hasResponded = true;
      return status;
    });
    await expect.poll(() => work.calls()).toBe(1);
    expect(hasResponded).toBe(false);
    work.end();
    expect(await responding).toBe(204);
  });

  test('whose handler fails gets 500 without the reason, and is handled again', async () => {
    let calls = 0;
    // Not even the error of a rejected request is shown if it is one of the handler.
    const failure = Object.assign(new ConfigurationError('Riley'), { reason: 'token-missing' });
    const handle = () => (++calls === 1 ? Promise.reject(failure) : undefined);
    const { errors, send } = testHandler({ on: { 'verification_request.state.change': handle } });
    const response = await send();
    expect([response.status, await response.text()]).toEqual([500, 'Failed. Retry the delivery.']);
    expect(errors).toEqual([failure]);
    expect((await send()).status).toBe(204);
    expect(calls).toBe(2);
  });
});

describe('a rejected request', () => {
  const rejected = async (init: RequestInit, options?: Partial<WebhookHandlerOptions>) => {
    const { events, errors, send } = testHandler(options);
    const response = await send(init);
    expect(events).toEqual([]);
    expect(errors).toMatchObject([{ code: 'webhook-invalid' }]);
    expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('Allow')).toBe(response.status === 405 ? 'POST' : null);
    return { response, status: response.status, reason: (errors[0] as WebhookInvalidError).reason };
  };

  test.for(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s', async (method) => {
    const { response, status, reason } = await rejected({ method, headers: delivery.headers });
    expect([status, reason]).toEqual([405, 'method-not-allowed']);
    if (method !== 'HEAD') expect(await response.text()).toBe('A webhook must be a POST request.');
  });

  test.for<[string, [string, string][], string]>([
    ['no token', [], 'token-missing'],
    ['a wrong token', [['X-Truework-Token', 'another']], 'token-wrong'],
    ['two tokens', Array(2).fill(['X-Truework-Token', token]), 'token-repeated'],
  ])('%s, before the body is read', async ([, headers, reason]) => {
    let isRead = false;
    const pull = () => {
      isRead = true;
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
    expect(await rejected(init)).toMatchObject({ status: 401, reason });
    expect(isRead).toBe(false);
  });

  test.for<[string, BodyInit | null, string]>([
    ['no body', null, 'body-not-json'],
    ['no JSON', 'state=completed', 'body-not-json'],
    ['no event', '{}', 'not-an-event'],
    ['too many levels', '['.repeat(101), 'body-too-deep'],
  ])('%s', async ([, body, reason]) => {
    expect(await rejected({ ...delivery, body })).toMatchObject({ status: 400, reason });
  });

  test('a body that is too long, by a byte', async () => {
    const { byteLength } = new TextEncoder().encode(delivery.body);
    const tooLong = { status: 413, reason: 'body-too-large' };
    expect(await rejected(delivery, { maxBodyBytes: byteLength - 1 })).toMatchObject(tooLong);
    expect((await testHandler({ maxBodyBytes: byteLength }).send()).status).toBe(204);
  });

  test('a body of more than a mebibyte, by default', async () => {
    const padded = (bytes: number) => ({ ...delivery, body: delivery.body.padEnd(bytes, ' ') });
    expect((await testHandler().send(padded(2 ** 20))).status).toBe(204);
    expect((await rejected(padded(2 ** 20 + 1))).reason).toBe('body-too-large');
  });

  test('one event too many at once', async () => {
    const get = () => Promise.reject(new WebhookInvalidError('too-many', 'Sample.'));
    const options = { dedupeStore: { get, set: () => {} } };
    expect(await rejected(delivery, options)).toMatchObject({ status: 503, reason: 'too-many' });
  });
});

test.for<[string, (request: Request) => unknown]>([
  ['that another reader has, even if it has read nothing yet', (request) => request.body?.getReader()],
  ['that was read before', (request) => request.json()],
])('a body %s gets 500', async ([, read]) => {
  const { errors, handler } = testHandler();
  const request = new Request(webhookUrl, delivery);
  await read(request);
  const response = await handler(request);
  expect([response.status, await response.text()]).toEqual([500, 'Failed. Retry the delivery.']);
  expect(errors).toEqual([expect.any(ConfigurationError)]);
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
