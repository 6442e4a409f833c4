const { createTruework } = require('@truework-legacy/client');
const { createSandbox } = require('@truework-legacy/sandbox');

const token = 'tw_sk_test_example';
const sandbox = createSandbox({ rateLimit: false });
const truework = createTruework({ token, environment: 'local', fetch: sandbox.fetch });

afterEach(() => sandbox.tenant(token).reset());
afterAll(() => sandbox.close());

test('starts empty', async () => {
  const page = await truework.verifications.list();
  expect(page.count).toBe(0);
});
