import { createTruework } from '@truework-legacy/client';
import { fetch, ProxyAgent } from 'undici';
import { startProxy } from './demo-proxy.ts';

const { TRUEWORK_URL = 'http://127.0.0.1:4019' } = process.env;
const proxy = await startProxy();

const dispatcher = new ProxyAgent({ uri: proxy.url, proxyTunnel: true });
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: TRUEWORK_URL,
  fetch: (url, init) => fetch(url, { ...init, dispatcher }),
});
const { response } = await truework.verifications.list().withResponse();
console.log('response:', response.status);

await dispatcher.close();
proxy.close();
