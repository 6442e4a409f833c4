import { randomNumbers } from '@truework-legacy/spec/test-data';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { token, verification, verificationInput } from '../test/support/test-client.ts';
import { bodyOf, http, type Respond, testServer } from '../test/support/test-server.ts';
import { systemClock } from './clock.ts';
import { AmbiguousOutcomeError, type CallError } from './errors.ts';
import { createTruework } from './truework.ts';

// A thousand creates with random failures, drawn by a seed, while the clock is set. What the server counted is compared with the result of
// each call.

const seed = Number(process.env['SEED']);
const calls = 1_000 * Number(process.env['RANDOM_RUNS']);
const atOnce = 25;

const random = randomNumbers(seed);
const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

const second = 1_000;
const steps = [10 * second, 3_600 * second, 31_536_000 * second].flatMap((step) => [step, -step]);

/** What the server counted for each loan. */
interface Seen {
  /** How many of its requests arrived, except those after which the call may continue. */
  arrived: number;
  /** How many verifications were created for it. */
  created: number;
}

const created = http(201, JSON.stringify(verification('AAAA')));
const envelope = '{"error":{"message":"Sample"}}';
const html = { 'content-type': 'text/html' };

/** After it, a call continues as if its request had not been sent. */
const limited: Respond = (socket) => socket.write(http(429, envelope, { 'retry-after': 0 }));

/** What the server may do with a request: whether it creates the verification, and its response. */
const endings: readonly (readonly [creates: boolean, respond: Respond])[] = [
  [true, (socket) => socket.write(created)],
  [true, (socket) => socket.write(created)],
  [true, (socket) => socket.resetAndDestroy()],
  [false, (socket) => socket.resetAndDestroy()],
  [true, (socket) => socket.end()],
  [false, (socket) => socket.end()],
  [true, (socket) => socket.write(created.slice(0, 30), () => socket.resetAndDestroy())],
  [true, (socket) => socket.write(created.slice(0, -5), () => socket.resetAndDestroy())],
  [true, (socket) => socket.end(created.slice(0, -5))],
  [true, (socket) => socket.write(http(201, '{"id":'))],
  [true, (socket) => socket.write(http(201, 'null'))],
  [true, (socket) => socket.write(http(500, envelope))],
  [true, (socket) => socket.write(http(504, '<html></html>', html))],
  [true, (socket) => socket.write(http(409, '<html></html>', html))],
  [true, (socket) => socket.write(http(302, '', { location: '/elsewhere' }))],
  [true, (socket) => socket.write('SSH-2.0-Sample\r\n')],
  [false, (socket) => socket.write(http(400, envelope))],
  [false, (socket) => socket.end(http(403, envelope).slice(0, -5))],
  [false, (socket) => socket.write(http(413, '<html></html>', html))],
  [false, limited],
];

/** When the caller's signal aborts the call: never, before it, soon after, or when its request arrives. */
const aborts = ['never', 'never', 'never', 'before', 'at once', 'soon', 'on arrival'] as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2021-11-12T19:28:59Z') });
});
afterEach(() => {
  vi.useRealTimers();
  systemClock.elapsed();
});

test(`whatever fails, a verification that exists is known or unknown, and never denied (SEED=${seed})`, async () => {
  const seen = new Map<string, Seen>();
  const onArrival = new Map<string, () => void>();
  const server = await testServer((socket, request) => {
    const { loan_id: loan } = bodyOf(request);
    const known = seen.get(loan as string) as Seen;
    const [creates, respond] = oneOf(endings);
    if (respond !== limited) known.arrived += 1;
    if (creates) known.created += 1;
    if (random() < 0.3) vi.setSystemTime(Date.now() + oneOf(steps));
    onArrival.get(loan as string)?.();
    respond(socket, request);
  });
  const { verifications } = createTruework({
    token,
    environment: `http://127.0.0.1:${server.port}`,
    rateLimiter: false,
    random: () => 0,
  });

  async function call(number: number): Promise<string> {
    const loan = `L-${number}`;
    seen.set(loan, { arrived: 0, created: 0 });
    const controller = new AbortController();
    const abort = oneOf(aborts);
    if (abort === 'before') controller.abort();
    if (abort === 'on arrival') onArrival.set(loan, () => controller.abort());
    const outcome = verifications
      .create({ ...verificationInput, loan_id: loan }, { signal: controller.signal })
      .then(
        () => 'resolved',
        (error: CallError) => classOf(error),
      );
    if (abort === 'at once') controller.abort();
    if (abort === 'soon') setImmediate(() => controller.abort());
    return await outcome;
  }

  const wrong: object[] = [];
  const counts: Record<string, number> = {};
  let next = 0;
  const workers = Array.from({ length: atOnce }, async () => {
    while (next < calls) {
      const number = next++;
      const outcome = await call(number);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      const { arrived, created } = seen.get(`L-${number}`) as Seen;
      const isRight =
        outcome === 'not sent'
          ? arrived === 0
          : outcome === 'rejected'
            ? created === 0
            : outcome === 'resolved'
              ? created === 1
              : outcome === 'unknown' && created <= 1;
      if (!isRight) wrong.push({ number, outcome, arrived, created });
    }
  });
  await Promise.all(workers);
  await server.close();
  expect(wrong).toEqual([]);
  // The random failures reach every class.
  expect(Object.keys(counts).sort()).toEqual(['not sent', 'rejected', 'resolved', 'unknown']);
});

/** The class of a failure, by its error. */
function classOf(error: CallError & { readonly sent?: boolean }): string {
  if (error instanceof AmbiguousOutcomeError) return 'unknown';
  if (error.sent === false || error.attempt === undefined) return 'not sent';
  return error.status === undefined ? `no class: ${error.code}` : 'rejected';
}
