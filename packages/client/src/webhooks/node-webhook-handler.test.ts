import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { callByHand } from '../../test/support/call-by-hand.ts';
import { listen } from '../../test/support/listen.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { delivery, testNodeHandler, token } from '../../test/support/webhooks.ts';
import { ConfigurationError } from '../errors.ts';
import type { NodeRequest } from './node-webhook-handler.ts';

// In real servers of node:http.

const post = (url: string, init: RequestInit = delivery) => fetch(url, init);

/** Opens a connection and sends the beginning of a request whose body is longer than what arrives. */
function beginRequest(port: number, headers: string, body: string): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.write(`POST / HTTP/1.1\r\nHost: a\r\nX-Truework-Token: ${token}\r\n${headers}\r\n\r\n${body}`);
  return socket;
}

/** Calls a handler, and says how its promises settled. */
function settling(handler: ReturnType<typeof testNodeHandler>['handler']) {
  const settled: string[] = [];
  const handle = async (...given: Parameters<typeof handler>) =>
    void settled.push(await handler(...given).then(() => 'fulfilled', String));
  return { settled, handle };
}

describe('node:http', () => {
  test('a rejected request gets its status, and the connection stays open', async () => {
    const { events, errors, handler } = testNodeHandler({ maxBodyBytes: 100_000 });
    const { url } = await listen(handler);
    const long = { ...delivery, body: delivery.body.padEnd(1_000_000, ' ') };
    const get = await fetch(url);
    expect([get.status, get.headers.get('Allow')]).toEqual([405, 'POST']);
    expect((await post(url, { ...long, headers: {} })).status).toBe(401);
    expect((await post(url, long)).status).toBe(413);
    expect((await post(url, { ...delivery, body: '{' })).status).toBe(400);
    expect((await post(url)).status).toBe(204);
    const reasons = ['method-not-allowed', 'token-missing', 'body-too-large', 'body-not-json'];
    expect(errors).toMatchObject(reasons.map((reason) => ({ reason })));
    expect(events).toHaveLength(1);
  });

  test('two token headers are rejected', async () => {
    const { errors, handler } = testNodeHandler();
    const { port } = await listen(handler);
    const socket = beginRequest(port, `X-Truework-Token: ${token}\r\nContent-Length: 0`, '');
    const [outcome] = await once(socket, 'data');
    expect(String(outcome)).toMatch(/^HTTP\/1.1 401 /);
    expect(errors).toMatchObject([{ reason: 'token-repeated' }]);
    socket.destroy();
  });

  test('a body that breaks off is reported, and nothing is handled', async () => {
    const { events, errors, handler } = testNodeHandler();
    let hasBegun = false;
    const { port } = await listen((request, response) => {
      hasBegun = true;
      return handler(request, response);
    });
    const socket = beginRequest(port, 'Content-Length: 500', '{"hook"');
    await expect.poll(() => hasBegun).toBe(true);
    socket.destroy();
    const code = expect.stringMatching(/^(ECONNRESET|ERR_STREAM_PREMATURE_CLOSE)$/);
    await expect.poll(() => errors).toMatchObject([{ code }]);
    expect(events).toEqual([]);
  });

  test('a body that stalls gets 408', async () => {
    const clock = testClock();
    const { errors, handler } = testNodeHandler({ clock });
    const { port } = await listen(handler);
    const socket = beginRequest(port, 'Content-Length: 500', '{"hook"');
    await expect.poll(() => clock.planned()).toBe(1);
    const [head] = await clock.run(once(socket, 'data'));
    expect(String(head)).toMatch(/^HTTP\/1.1 408 /);
    expect(errors).toMatchObject([{ reason: 'body-timeout' }]);
    socket.destroy();
  });

  test('a request that was destroyed before the handler gets it is reported', async () => {
    const { errors, handler } = testNodeHandler();
    const { settled, handle } = settling(handler);
    const { url } = await listen((request, response) => {
      request.destroy();
      return handle(request, response);
    });
    await post(url).catch(() => {});
    await expect.poll(() => settled).toEqual(['fulfilled']);
    expect(errors).toHaveLength(1);
  });
});

describe('node:http, with a handler that fails', () => {
  const failing = { on: { 'verification_request.state.change': () => Promise.reject(new Error('no room')) } };

  test('a response that was sent before stays, and its lost body is reported', async () => {
    const { errors, handler } = testNodeHandler(failing);
    const { settled, handle } = settling(handler);
    const { url } = await listen(async (request, response) => {
      response.end('received');
      await once(response, 'finish');
      await handle(request, response);
    });
    expect((await post(url)).status).toBe(200);
    await expect.poll(() => settled).toEqual(['fulfilled']);
    // Node.js throws away the body of a request that was responded to.
    expect(errors).toMatchObject([{ code: 'configuration' }]);
    expect(String(errors[0])).toContain('the response was sent before');
  });

  test('a sender that hangs up while it works is not an error of its own', async () => {
    const work = callByHand();
    const { errors, handler } = testNodeHandler({ on: { 'verification_request.state.change': work.run } });
    const { settled, handle } = settling(handler);
    let isClosed = false;
    const { port } = await listen((request, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      return handle(request, response);
    });
    const { body } = delivery;
    const socket = beginRequest(port, `Content-Length: ${body.length}`, body);
    await expect.poll(() => work.calls()).toBe(1);
    socket.destroy();
    await expect.poll(() => isClosed).toBe(true);
    work.fail(new Error('no room'));
    await expect.poll(() => settled).toEqual(['fulfilled']);
    expect(errors).toEqual([new Error('no room')]);
  });
});

describe('Express', () => {
  /** A server whose parser reads the stream, and puts the result on the request. */
  const listenParsing = (
    parse: (body: Buffer) => object,
    handler: (request: NodeRequest, response: never) => unknown,
  ) => {
    const listener: RequestListener = async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      handler(Object.assign(request, parse(Buffer.concat(chunks))), response as never);
    };
    return listen(listener);
  };

  test.for<[string, (body: Buffer) => object]>([
    ['the raw body as bytes, as of express.raw()', (body) => ({ body })],
    ['the raw body as text, as of express.text()', (body) => ({ body: body.toString() })],
    ['rawBody beside what was parsed', (body) => ({ body: JSON.parse(body.toString()), rawBody: body })],
    [
      'rawBody, not the text that a parser decoded',
      (body) => ({ body: body.toString('utf16le'), rawBody: body }),
    ],
  ])('takes %s', async ([, parse]) => {
    const { events, errors, handler } = testNodeHandler();
    const { url } = await listenParsing(parse, handler);
    expect((await post(url)).status).toBe(204);
    expect(events).toMatchObject([{ data: { state: 'completed' } }]);
    expect(errors).toEqual([]);
  });

  test('the empty body of a parser that did not parse is ignored', async () => {
    const { events, handler } = testNodeHandler();
    const { url } = await listen((request, response) =>
      handler(Object.assign(request, { body: {} }), response),
    );
    expect((await post(url)).status).toBe(204);
    expect(events).toHaveLength(1);
  });

  test('a body that express.json() has parsed is a ConfigurationError that says what to do', async () => {
    const { events, errors, handler } = testNodeHandler();
    const { url } = await listenParsing((body) => ({ body: JSON.parse(body.toString()) }), handler);
    expect((await post(url)).status).toBe(500);
    expect(events).toEqual([]);
    expect(errors).toEqual([expect.any(ConfigurationError)]);
    expect(String(errors[0])).toContain('express.raw');
  });
});
