import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { fetch, ProxyAgent } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { token, verification } from '../test/support/test-client.ts';
import { NetworkError } from './errors.ts';
import { createTruework } from './truework.ts';

// The `fetch` of undici with its own dispatcher: connections go through a proxy.

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy with CONNECT, and the hosts that it was asked to connect to. */
async function listenAsProxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', ({ url }, socket, head) => {
    asked.push(url ?? '');
    const { hostname, port } = new URL(`http://${url}`);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => {});
    socket.on('close', () => onward.destroy());
  });
  return { url: await listen(server), asked };
}

test('a call goes through a proxy, by undici and its dispatcher', async () => {
  const paths: string[] = [];
  const environment = await listen(
    createServer(({ url }, response) => {
      paths.push(url ?? '');
      response.setHeader('content-type', 'application/json').end(JSON.stringify(verification('AAAA')));
    }),
  );
  const proxy = await listenAsProxy();
  const dispatcher = new ProxyAgent({ uri: proxy.url, proxyTunnel: true });
  const truework = createTruework({
    ...{ token, environment, rateLimiter: false },
    fetch: (url, init) => fetch(url, { ...init, dispatcher }),
  });
  expect(await truework.verifications.get('AAAA')).toEqual(verification('AAAA'));
  expect(proxy.asked).toEqual([new URL(environment).host]);
  expect(paths).toEqual(['/verification-requests/AAAA']);
  await dispatcher.close();
});

test('a missing proxy is not a request that was sent', async () => {
  const gone = createServer();
  const uri = await listen(gone);
  servers.pop();
  await new Promise((resolve) => gone.close(resolve));
  const dispatcher = new ProxyAgent({ uri, proxyTunnel: true });
  const truework = createTruework({
    ...{ token, environment: 'http://127.0.0.1:4019', rateLimiter: false, retries: 0 },
    fetch: (url, init) => fetch(url, { ...init, dispatcher }),
  });
  const error = await truework.verifications.get('AAAA').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).toMatchObject({ sent: false });
  await dispatcher.close();
});
