import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The least that a server can do: the same bytes for whatever it is asked, in Node's own server. With `sign` it signs each answer.

const [, , status = '200', body = '', signs = ''] = process.argv;
const length = String(Buffer.byteLength(body));
const key: KeyObject | undefined =
  signs === 'sign'
    ? createPrivateKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }))
    : undefined;

const server = createServer((request, response) => {
  const answer = () => {
    const date = new Date().toUTCString();
    const headers: Record<string, string> = {
      Date: date,
      version: '2019-10-15',
      'Content-Type': 'application/json',
      'Content-Length': length,
    };
    if (key !== undefined) {
      const signature = sign(null, Buffer.from(`date: ${date}\ncontent-length: ${length}\n${body}`), key);
      headers['X-Truework-Signature'] =
        `keyId="bare", headers="date content-length", signature="${signature.toString('base64')}"`;
    }
    response.writeHead(Number(status), headers);
    response.end(body);
  };
  if (request.method === 'GET') answer();
  else request.on('data', () => {}).on('end', answer);
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
