import type { Handler } from '../handler.ts';
import { scenarioOf } from '../scenario.ts';

export const createCredentialsSession: Handler<'createCredentialsSession'> = ({ body }, context) => {
  scenarioOf(body.target.social_security_number, context);
  const { id, token } = context.tenant.credentialsSessions.add({
    ...body,
    // The spec requires it, and the API does not.
    use_case: body.use_case ?? context.accountUseCase,
  });
  return { status: 201, body: { id, token } };
};
