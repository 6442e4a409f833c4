import { once } from 'node:events';
import { toApiErrorBody } from '@truework-legacy/zod';
import { VerificationInput } from '@truework-legacy/zod/request';
import express, { type RequestHandler } from 'express';
import type { ZodType } from 'zod';

function body(schema: ZodType): RequestHandler {
  return (request, response, next) => {
    const { error } = schema.safeParse(request.body);
    if (error === undefined) next();
    else response.status(400).json(toApiErrorBody(error));
  };
}

const app = express().use(express.json());

app.post('/orders', body(VerificationInput), (request, response) => {
  const verificationInput: VerificationInput = request.body;
  response.status(201).json({ created: verificationInput.type });
});

const server = app.listen(0);
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' ? address?.port : address;
const response = await fetch(`http://127.0.0.1:${port}/orders`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ type: 'employment' }),
});
console.log(response.status, await response.text());
server.close();
