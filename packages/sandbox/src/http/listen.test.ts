import { EventEmitter } from 'node:events';
import { Server } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSandbox } from '../../test/support/open-sandbox.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { reachable, rejectSocket } from './listen.ts';
import { respondTo } from './port-request.ts';
import { bodyLimitBytes } from './request-body.ts';

test.for([
  ['0.0.0.0', '127.0.0.1'],
  ['0', '127.0.0.1'],
  ['10.0.0.0', '10.0.0.0'],
  ['0.0.0.0.example', '0.0.0.0.example'],
  ['::', '[::1]'],
  ['0:0:0:0:0:0:0:0', '[::1]'],
  ['::2', '[::2]'],
  ['fe80::', '[fe80::]'],
  ['localhost', 'localhost'],
])('what listens on %s is reached as %s', ([host = '', name]) => expect(reachable(host)).toBe(name));

test('the port is 4019 of this machine, unless another is given', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
    this.emit('error', Object.assign(new Error('taken'), { code: 'EADDRINUSE' }));
    return this;
  });
  onTestFinished(() => listen.mockRestore());
  await expect(openSandbox().listen()).rejects.toThrow('Port 4019 on 127.0.0.1 is in use.');
});

test('a request that does not arrive in time gets a 408', async () => {
  const socket = new PassThrough();
  rejectSocket(Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
  expect(await text(socket)).toMatch(
    /^HTTP\/1\.1 408 Request Timeout\r\n.+\r\n\r\n\{"error":\{"message":"The rest of the request did not arrive in time\."\}\}$/s,
  );
});

test.for([
  ['ECONNRESET', true],
  ['HPE_INVALID_METHOD', false],
] as const)('nothing is sent after %s over a connection that takes more: %s', async ([code, isWritable]) => {
  const socket = new PassThrough();
  if (!isWritable) socket.end();
  rejectSocket(Object.assign(new Error('broken'), { code }), socket);
  expect([socket.destroyed, socket.errored, socket.readableLength]).toEqual([true, null, 0]);
});

/** What is done with a request whose body arrives in such chunks. */
function received(chunks: Uint8Array[], respond: (request: ApiRequest) => ApiResponse) {
  const incoming = Object.assign(new EventEmitter(), { url: '/', headers: { 'content-length': '1' } });
  const response = { setHeader: vi.fn(), destroy: vi.fn() };
  respondTo(incoming as never, response as never, {
    entry: { respond },
    address: { url: '', port: { host: '', number: 0, allowedHosts: [], allowedOrigins: [] } },
    sending: { send() {} } as never,
  });
  for (const chunk of chunks) incoming.emit('data', chunk);
  incoming.emit('end');
  return response;
}

test('a body up to the limit is read, and one over it is responded to once, at once', () => {
  const whole = new Uint8Array(bodyLimitBytes);
  const lengths: unknown[] = [];
  const respond = ({ body }: ApiRequest) => {
    lengths.push(body?.length);
    return { status: 400, headers: {} };
  };
  expect(received([whole], respond).setHeader.mock.calls).toEqual([]);
  const close = [['Connection', 'close']];
  expect(received([whole, whole.slice(-1), whole], respond).setHeader.mock.calls).toEqual(close);
  expect(lengths).toEqual([bodyLimitBytes, bodyLimitBytes + 1]);
});

test('a request that comes when the sandbox is closed is cut off', () => {
  const { destroy } = received([], () => {
    throw new Error('closed');
  });
  expect(destroy).toHaveBeenCalledOnce();
});
