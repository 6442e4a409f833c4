import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The least a server can do: the same status and body for every request, in Node's own server, with the same headers
// as the sandbox. With `sign` it signs each response, as the sandbox does.

const [, , status = '200', body = '', signs = ''] = process.argv;
const length = String(Buffer.byteLength(body));
const key = signs === 'sign' ? generateKeyPairSync('ed25519').privateKey : undefined;

const server = createServer((request, response) => {
  const respond = () => {
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
  if (request.method === 'GET') respond();
  else request.on('data', () => {}).on('end', respond);
});

server.listen(0, '127.0.0.1', () => {
  console.log(`Bare http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
