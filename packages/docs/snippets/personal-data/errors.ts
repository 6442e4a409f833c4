import { inspect } from 'node:util';
import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  // A stand-in for a server that repeats what it was sent.
  fetch: async (_url, init) =>
    Response.json(
      { error: { message: `No record for ${init?.body}` } },
      { status: 400 },
    ),
});

const error = await truework.verifications
  .create({
    type: 'employment',
    permissible_purpose: 'credit-application',
    target: {
      first_name: 'Riley',
      last_name: 'Sample',
      social_security_number: '000-12-3456',
    },
  })
  .catch((reason: unknown) => reason);

console.log(error instanceof Error && error.message);
const everything =
  inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }) +
  JSON.stringify(error);
const secrets = ['000-12-3456', 'Riley', 'Sample', 'tw_sk_test_example'];
console.log(secrets.filter((secret) => everything.includes(secret)));
