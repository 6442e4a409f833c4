import { createServer } from 'node:http';
import { connect } from 'node:net';
import { type Dispatcher, fetch, MockAgent, ProxyAgent } from 'undici';
import { expect, test } from 'vitest';
import { listen } from '../test/support/listen.ts';
import { token, verification, verificationInput } from '../test/support/test-client.ts';
import { NetworkError } from './errors.ts';
import { createTruework } from './truework.ts';

// The `fetch` of undici with its own dispatcher: connections go through a proxy.

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
  return { url: (await listen(server)).url, asked };
}

test('a call goes through a proxy, by undici and its dispatcher', async () => {
  const paths: string[] = [];
  const { url: environment } = await listen(({ url }, response) => {
    paths.push(url ?? '');
    response.setHeader('content-type', 'application/json').end(JSON.stringify(verification('AAAA')));
  });
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

/** A client that sends through a dispatcher. */
const through = (dispatcher: Dispatcher) =>
  createTruework({
    ...{ token, environment: 'https://127.0.0.1:4019', rateLimiter: false, retries: 0 },
    fetch: (url, init) => fetch(url, { ...init, dispatcher }),
  });

/** A proxy that responds to CONNECT with this, and hangs up. */
async function proxyThat(responds: string): Promise<ProxyAgent> {
  const server = createServer().on('connect', (_, socket) => void socket.resume().end(responds));
  return new ProxyAgent({ uri: (await listen(server)).url, proxyTunnel: true });
}

test.for<[string, () => Promise<Dispatcher>]>([
  [
    'a proxy that is gone',
    async () => {
      const gone = await listen(createServer());
      await gone.close();
      return new ProxyAgent({ uri: gone.url, proxyTunnel: true });
    },
  ],
  ['a proxy that hangs up', () => proxyThat('')],
  ['a proxy that wants a password', () => proxyThat('HTTP/1.1 407 Sample\r\n\r\n')],
  ['a proxy that hangs up later', () => proxyThat('HTTP/1.1 200 Sample\r\n\r\n')],
  [
    'a mock without this request',
    async () => {
      const mock = new MockAgent();
      mock.disableNetConnect();
      return mock;
    },
  ],
])('sends nothing: %s', async ([, open]) => {
  const dispatcher = await open();
  const create = through(dispatcher).verifications.create(verificationInput);
  const error = await create.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).toMatchObject({ sent: false });
  await dispatcher.close();
});
