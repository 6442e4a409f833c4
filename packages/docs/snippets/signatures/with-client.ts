import { createTruework, SignatureInvalidError } from '@truework-legacy/client';
import { signatureVerifier } from '@truework-legacy/client/signatures';
import vector from './vector.json' with { type: 'json' };

// A stand-in for Truework: it responds with the vector, or a changed one.
let { body } = vector;
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  fetch: async () =>
    new Response(body, {
      status: 201,
      headers: { ...vector.headers, 'content-type': 'application/json' },
    }),
  // In production, leave `keys` out: Truework's own are built in.
  signatures: signatureVerifier({ mode: 'require', keys: [vector.key] }),
});

const createSession = () =>
  truework.credentials.createSession({
    type: 'employment',
    permissible_purpose: 'credit-application',
    use_case: 'mortgage',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-20-0000',
    },
  });

console.log('genuine:', (await createSession()).id);

body = body.replace('EA', 'EB');
const error = await createSession().catch(({ cause }: Error) => cause);
if (error instanceof SignatureInvalidError) console.log(error.message);
