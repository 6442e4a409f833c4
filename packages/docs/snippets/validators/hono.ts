import { toApiErrorBody } from '@truework-legacy/zod';
import { VerificationInput } from '@truework-legacy/zod/request';
import { Hono } from 'hono';
import { validator } from 'hono/validator';

const app = new Hono();

app.post(
  '/orders',
  validator('json', (body, context) => {
    const { success, data, error } = VerificationInput.safeParse(body);
    return success ? data : context.json(toApiErrorBody(error), 400);
  }),
  (context) => {
    const verificationInput = context.req.valid('json');
    return context.json({ created: verificationInput.type }, 201);
  },
);

const response = await app.request('/orders', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ type: 'employment' }),
});
console.log(response.status, await response.text());
