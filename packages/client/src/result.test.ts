import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  failWith,
  respondError,
  respondWith,
  testClient,
  verification,
  verificationInput,
} from '../test/support/test-client.ts';
import { NotFoundError } from './errors.ts';
import { toResult } from './result.ts';

test('result() has the data or the error, and does not throw', async () => {
  const { truework } = testClient([respondWith(200, verification('AAAA')), respondError(404)]);
  const { get } = truework.verifications;
  expect(await get('AAAA').result()).toMatchObject({ ok: true, data: { id: 'AAAA' } });
  expect(await get('AAAA').result()).toEqual({ ok: false, error: expect.any(NotFoundError) });
});

test('toResult() throws an error that is not of this package', async () => {
  await expect(toResult(Promise.reject(new RangeError('a bug')))).rejects.toThrow(RangeError);
});

describe('withResponse()', () => {
  test('has the unchanged bytes, whenever it is called', async () => {
    const bytes = new Uint8Array([
      ...[0xef, 0xbb, 0xbf],
      ...new TextEncoder().encode('{"id":"AAAA","target":{},"state":"'),
      ...[0xff, 0x22, 0x7d],
    ]);
    const headers = { 'content-type': 'application/json' };
    const { truework } = testClient(() => new Response(bytes, { headers }));
    const { response, data } = await truework.verifications.get('AAAA').withResponse();
    expect(response.body).toEqual(bytes);
    expect(data).toHaveProperty('state', '\uFFFD');
    const call = truework.verifications.get('AAAA');
    await call;
    expect((await call.withResponse()).response.body).toEqual(bytes);
  });

  test('has the response of the data, even if one of an earlier attempt arrives later', async () => {
    let respondLate = () => {};
    let accept = () => {};
    const late = new Promise<void>((resolve) => {
      respondLate = resolve;
    });
    const accepted = new Promise<void>((resolve) => {
      accept = resolve;
    });
    const response = ({ attempt }: { attempt: number }) => (attempt === 2 ? accepted : undefined);
    const { truework, clock } = testClient(
      [
        // As a fetch does that ignores its signal.
        (...args) => late.then(() => respondWith(200, verification('LATE'))(...args)),
        respondWith(200, verification('AAAA')),
      ],
      { signatures: { response } },
    );
    const call = truework.verifications.get('AAAA', {}, { timeoutMs: 1_000 });
    await clock.advance(2_000);
    respondLate();
    await clock.advance(0);
    accept();
    const { data, response: received } = await call.withResponse();
    expect(JSON.parse(new TextDecoder().decode(received.body))).toEqual(data);
  });

  test('has the last response, and does not print its body', async () => {
    const body = '{"id":"PRIVATE","state":"x","target":{}}';
    const { truework, clock } = testClient([respondError(500), respondWith(200, body, { 'x-trace': '7' })]);
    const { data, response } = await clock.run(truework.verifications.get('AAAA').withResponse());
    expect(data).toEqual(JSON.parse(body));
    expect(response.status).toBe(200);
    expect(response.headers.get('x-trace')).toBe('7');
    expect(new TextDecoder().decode(response.body)).toBe(body);
    expect(Object.keys(response)).not.toContain('body');
    expect(JSON.stringify(response)).not.toContain('PRIVATE');
    expect(inspect(response, { depth: Infinity })).not.toContain('body');
  });
});

test('a failure that is caught in one form is not unhandled in another', async () => {
  const unhandled: unknown[] = [];
  const listen = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', listen);
  onTestFinished(() => void process.off('unhandledRejection', listen));
  const ignore = () => {};
  const { truework, clock, errorOf } = testClient(respondError(404));
  const { get, list, waitFor } = truework.verifications;
  await get('AAAA').catch(ignore);
  await get('AAAA').result();
  await get('AAAA').withResponse().catch(ignore);
  await list().result();
  await list().withResponse().catch(ignore);
  await (async () => {
    for await (const _ of list()) expect.unreachable();
  })().catch(ignore);
  await errorOf(waitFor('AAAA'));
  const broken = testClient(failWith());
  const ambiguous = await broken.errorOf(broken.truework.verifications.create(verificationInput));
  expect(ambiguous.code).toBe('ambiguous-outcome');
  await clock.advance(1_000_000);
  expect(unhandled).toEqual([]);
});
