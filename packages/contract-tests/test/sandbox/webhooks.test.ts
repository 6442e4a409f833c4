import { createTruework } from '@truework-legacy/client';
import { webhookHandler } from '@truework-legacy/client/webhooks';
import { createSandbox } from '@truework-legacy/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectNone } from '../../src/remarks.ts';
import { testKey } from '../../src/system-under-test.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';
import { type Delivery, webhookFindings } from '../../src/webhook-findings.ts';

// What the sandbox sends by itself: validated by the spec like its responses, and received by the client's handler.

const token = 'a-token-of-the-hook';
const url = 'https://receiver.example/hooks';

let sandbox: ReturnType<typeof createSandbox>;
let deliveries: Delivery[];
let handled: unknown[];

beforeEach(() => {
  deliveries = [];
  handled = [];
  const handler = webhookHandler({
    token,
    on: {
      'verification_request.state.change': ({ data }) =>
        handled.push(`${data.verification_request_id} ${data.state}`),
    },
    onError: () => {},
  });
  sandbox = createSandbox({
    validateResponses: false,
    clock: { now: () => Date.UTC(2019, 10, 5) },
    rateLimit: false,
    send: async (input, init) => {
      const request = new Request(input, init);
      deliveries.push({
        method: request.method,
        headers: request.headers,
        body: await request.clone().text(),
      });
      return await handler(request);
    },
  });
});

afterEach(async () => {
  await sandbox.close();
  expect(deliveries, 'a test of webhooks sees one').not.toEqual([]);
  expectNone(deliveries.flatMap(webhookFindings), 'sandbox');
});

const tenant = () => sandbox.tenant(testKey);
const truework = () =>
  createTruework({ token: testKey, environment: 'local', fetch: sandbox.fetch, rateLimiter: false });

describe('a webhook', () => {
  test('goes to each hook of its account, whole and in order, and to no neighbour', async () => {
    tenant().webhooks.add(url, token);
    tenant().webhooks.add('https://removed.example/', token);
    tenant().webhooks.add('https://other.example/größe?a=1', token);
    tenant().webhooks.remove(2);
    const neighbour = sandbox.tenant(`${testKey}1`);
    neighbour.webhooks.add('https://neighbour.example/', token);
    const theirs = createTruework({ token: `${testKey}1`, environment: 'local', fetch: sandbox.fetch });
    await theirs.verifications.create(inputWithoutCompany);
    const { id } = await truework().verifications.create(fullInput);
    await tenant().clock.advance('1 minute');
    const event = 'verification_request.state.change';
    const bodyFor = (hook: object, state: string) =>
      JSON.stringify({
        hook,
        data: { verification_request_id: id, state, metadata: fullInput.metadata },
      });
    const first = { id: 1, event, target: url };
    const third = { id: 3, event, target: 'https://other.example/gr%C3%B6%C3%9Fe?a=1' };
    expect(deliveries.map(({ body }) => body)).toEqual([
      bodyFor(first, 'processing'),
      bodyFor(third, 'processing'),
      bodyFor(first, 'completed'),
      bodyFor(third, 'completed'),
    ]);
  });

  test('that comes twice is handled once', async () => {
    tenant().webhooks.add(url, token);
    tenant().faults.add({ operation: 'verificationRequestStateChange', fault: 'duplicate' });
    const { id } = await truework().verifications.create(inputWithoutCompany);
    await tenant().clock.advance('1 minute');
    expect(deliveries).toHaveLength(4);
    expect(handled).toEqual([`${id} processing`, `${id} completed`]);
  });
});
