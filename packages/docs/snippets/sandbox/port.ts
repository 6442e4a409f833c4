import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';

const sandbox = createSandbox();
// Port 0 takes a free one; without it, it is 4019. It listens on 127.0.0.1.
const server = await sandbox.listen({ port: 0 });

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: server.url,
});
const { count } = await truework.verifications.list();
console.log(`${count} verifications at ${new URL(server.url).hostname}`);

await sandbox.close();
