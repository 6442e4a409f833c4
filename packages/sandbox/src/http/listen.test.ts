import { Server } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSandbox } from '../../test/support/open-sandbox.ts';
import { reachable, rejectSocket } from './listen.ts';

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
