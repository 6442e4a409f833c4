import type { Handler } from '../handler.ts';
import { courseOf } from '../order.ts';

export const createCredentialsSession: Handler<'createCredentialsSession'> = ({ body }, context) => {
  courseOf(body.target.social_security_number, context);
  const { id, token } = context.tenant.credentialsSessions.add(body);
  return { status: 201, body: { id, token } };
};
