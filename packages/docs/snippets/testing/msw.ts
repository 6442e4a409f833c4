import { createTruework } from '@truework-legacy/client';
import { createSandbox } from '@truework-legacy/sandbox';
import { http } from 'msw';
import { setupServer } from 'msw/node';

// Your application makes its client before the test begins.
const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'sandbox',
});

const sandbox = createSandbox();
const server = setupServer(
  http.all(
    'https://api.truework-sandbox.com/*',
    async ({ request }) => await sandbox.fetch(request),
  ),
);
server.listen({ onUnhandledFrame: 'error' });

console.log((await truework.verifications.list()).count);

server.close();
await sandbox.close();
