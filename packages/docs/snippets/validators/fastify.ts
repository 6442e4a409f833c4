import { toApiErrorBody } from '@truework-legacy/zod';
import { VerificationInput } from '@truework-legacy/zod/request';
import Fastify from 'fastify';
import type { ZodError, ZodType } from 'zod';

const app = Fastify();

app.setValidatorCompiler<ZodType>(({ schema }) => (body) => {
  const { success, data, error } = schema.safeParse(body);
  return success ? { value: data } : { error };
});
app.setErrorHandler<Error & Partial<ZodError>>((error, _request, reply) => {
  if (error.issues === undefined) throw error;
  return reply.status(400).send(toApiErrorBody({ issues: error.issues }));
});

app.post<{ Body: VerificationInput }>(
  '/orders',
  { schema: { body: VerificationInput } },
  (request, reply) => {
    reply.status(201);
    return { created: request.body.type };
  },
);

const response = await app.inject({
  method: 'POST',
  url: '/orders',
  payload: { type: 'employment' },
});
console.log(response.statusCode, response.body);
