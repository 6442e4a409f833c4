import { createTruework } from '@truework-legacy/client';
import { standardSchemas } from '@truework-legacy/client/validation';
import { createSandbox } from '@truework-legacy/sandbox';
import { validation } from '@truework-legacy/zod';

const sandbox = createSandbox();

// A stand-in for an API that has changed: one more field, and one more state.
async function changedApi(url: string, init?: RequestInit): Promise<Response> {
  const response = await sandbox.fetch(url, init);
  const verification = await response.json();
  return Response.json(
    { ...verification, branch_id: 'b-1', state: 'on-hold' },
    { status: response.status },
  );
}

const counts = new Map<string, number>();

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
  fetch: changedApi,
  validation: standardSchemas(validation, {
    onDrift: ({ operation, path, kind }) => {
      const name = `${operation} ${path} ${kind}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      if (counts.get(name) === 1) console.log('alert:', name);
    },
  }),
});

const { id, state } = await truework.verifications.create({
  type: 'employment',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-91-0001',
  },
});
await truework.verifications.get(id);
console.log(state, [...counts.values()]);
await sandbox.close();
