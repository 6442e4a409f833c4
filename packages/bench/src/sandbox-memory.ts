import { createSandbox } from '@truework-legacy/sandbox';
import type { Row, Table } from './table.ts';

/** An hour of the ten requests in a second that Truework admits, on the sandbox's clock. */
const hourOfRequests = 36_000;
const warmUpRequests = 20_000;
const betweenMs = 100;

/** How many verifications a key keeps. */
const cap = 250;

const begunMs = Date.UTC(2019, 10, 5);

const verificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' },
  // As large as the API takes, so that one that is kept too long shows.
  additional_information: 'x'.repeat(1000),
};

interface Memory {
  heap: number;
  process: number;
}

/** What is in use when everything that can go is gone, in MB. */
async function memoryInUse(): Promise<Memory> {
  // Handles that are let go of in one collection free what they held in the next.
  for (let time = 0; time < 3; time += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed / 1e6, process: rss / 1e6 };
}

/** A sandbox with a cap, in memory, and a client that calls it ten times a second and receives webhooks. */
function busySandbox() {
  let nowMs = begunMs;
  let count = 0;
  let last = '';
  let delivered = 0;
  const sandbox = createSandbox({
    clock: { now: () => nowMs },
    verificationCap: cap,
    webhookEndpoints: [{ url: 'https://receiver.example/hook' }],
    send: async () => {
      delivered += 1;
      return new Response(null, { status: 204 });
    },
  });
  const send = async (method: string, path: string, body?: object) => {
    const response = await sandbox.fetch(`http://sandbox${path}`, {
      method,
      headers: { Authorization: `Bearer tw_sk_test_memory_${count % 4}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status >= 500) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  };
  const create = async () => {
    last = (JSON.parse(await send('POST', '/verification-requests/', verificationInput)) as { id: string })
      .id;
  };
  const calls = [
    create,
    () => send('GET', `/verification-requests/${last}`),
    () => send('GET', '/verification-requests/?state=completed&limit=5'),
    create,
    () => send('PUT', `/verification-requests/${last}/cancel`, { cancellation_reason: 'other' }),
    () => send('POST', '/verification-requests/', { ...verificationInput, type: 'nothing' }),
  ];
  return {
    async call(times: number) {
      for (let call = 0; call < times; call += 1) {
        // Four keys take turns with each kind of call.
        await calls[Math.floor(count / 4) % calls.length]?.();
        count += 1;
        nowMs += betweenMs;
        // What the calls themselves leave behind is not the question.
        if (count % 1000 === 0) globalThis.gc?.();
      }
      await sandbox.clock.advance(0);
    },
    get delivered() {
      return delivered;
    },
    close: () => sandbox.close(),
  };
}

/** How much more memory a sandbox with a cap uses after an hour of load. Responses are signed and validated. */
export async function measure(): Promise<Table[]> {
  const sandbox = busySandbox();
  await sandbox.call(warmUpRequests);
  const before = await memoryInUse();
  await sandbox.call(hourOfRequests);
  const after = await memoryInUse();
  if (sandbox.delivered < hourOfRequests / 3) {
    throw new Error(
      `The sandbox sent only ${sandbox.delivered} webhooks, so the figure would leave their memory out.`,
    );
  }
  await sandbox.close();
  const rows = (['heap', 'process'] as const).flatMap((part): Row[] => [
    { subject: `${part}, after ${warmUpRequests} requests`, figure: before[part], ratio: 1 },
    {
      subject: `${part}, after ${hourOfRequests} more`,
      figure: after[part],
      ratio: after[part] / before[part],
      budget: { of: 'ratio', atMost: 1.1 },
    },
  ]);
  return [
    {
      title: `memory over an hour of 10 requests/s, in memory, ${cap} verifications for each of 4 keys`,
      unit: 'MB',
      ratioTo: '× before',
      rows,
    },
  ];
}
