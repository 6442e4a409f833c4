import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTruework } from '@truework-legacy/client';
import { describe, expect, test } from 'vitest';
import { asExchange, type Cassette, cassetteFolder } from '../../src/cassettes/cassette.ts';
import { record } from '../../src/cassettes/record.ts';
import { replay } from '../../src/cassettes/replay.ts';
import { play, scenarios } from '../../src/cassettes/scenarios.ts';
import { expectAsSpecified } from '../../src/expect-as-specified.ts';
import { observe } from '../../src/observe.ts';
import { sandboxSystem } from '../../src/system-under-test.ts';
import { fullInput, inputWithoutCompany } from '../../src/verification-inputs.ts';

const names = Object.keys(scenarios);

function cassette(name: string): Cassette {
  return JSON.parse(readFileSync(join(cassetteFolder, `${name}.json`), 'utf8')) as Cassette;
}

function clientOf(fetch: typeof globalThis.fetch) {
  return createTruework({
    token: 'tw_sk_test_0',
    environment: 'http://127.0.0.1:4019',
    fetch,
    rateLimiter: false,
    retries: 0,
    onWarning: () => {},
  });
}

test('there is a cassette of each scenario, and no other', () => {
  expect(readdirSync(cassetteFolder).sort()).toEqual(names.map((name) => `${name}.json`).sort());
});

describe.for(names)('%s', (name) => {
  const { exchanges, from, recorded } = cassette(name);

  test('is what the spec and the validators say', () => {
    for (const exchange of exchanges.map(asExchange)) {
      expectAsSpecified([exchange]);
      expect(observe(exchange)?.differences).toEqual([]);
    }
  });

  test('is replayed to the client, call by call, to its end', async () => {
    const player = replay(cassette(name));
    const outcomes = await play(
      scenarios[name] ?? expect.unreachable(),
      clientOf(player.fetch),
      async () => {},
    );
    expect(player.problems).toEqual([]);
    expect(player.left).toBe(0);
    expect(outcomes).toEqual(
      exchanges.map(({ response: { status, body } }) => (status < 300 ? { data: body } : { status })),
    );
  });

  if (from === 'sandbox') {
    test('is what the sandbox responds with today', async () => {
      expect(await record(name, sandboxSystem(), { from, recorded })).toEqual(cassette(name));
    });
  }
});

describe('a request that is not recorded', () => {
  const name = 'verification-cancelled-by-the-verifier';

  test('is named with what was expected and what differs, without values', async () => {
    const player = replay(cassette(name));
    const { loan_id: _, ...verificationInput } = {
      ...fullInput,
      use_case: 'auto' as const,
      canary: 'CANARY',
    };
    await expect(clientOf(player.fetch).verifications.create(verificationInput)).rejects.toThrow();
    expect(player.problems).toEqual([
      `Cassette "${name}", request 1 of 3: createVerification differs from the recorded one in /body/use_case, /body/loan_id (absent), /body/unknown (not recorded).`,
    ]);
    expect(player.left).toBe(3);
  });

  test('of another operation names both', async () => {
    const player = replay(cassette(name));
    await expect(clientOf(player.fetch).companies.search({ q: 'canary' })).rejects.toThrow();
    expect(player.problems).toEqual([
      expect.stringContaining('searchCompanies was sent, and createVerification is recorded.'),
    ]);
  });

  test('after the end says so', async () => {
    const player = replay({ ...cassette(name), exchanges: [] });
    await expect(player.fetch('http://127.0.0.1/companies/')).rejects.toThrow(
      'searchCompanies was sent, and nothing more is recorded.',
    );
  });

  test('of the same kind with another id does not match the recorded one', async () => {
    const player = replay(cassette(name));
    const truework = clientOf(player.fetch);
    await truework.verifications.create(fullInput);
    await expect(
      truework.verifications.cancel('AAAA', {
        cancellation_reason: 'other',
        cancellation_details: 'The application was withdrawn.',
      }),
    ).rejects.toThrow();
    expect(player.problems).toEqual([expect.stringContaining('differs from the recorded one in /path.')]);
  });

  test('with other people in it matches the recorded one all the same', async () => {
    const player = replay(cassette('completed-verification'));
    const target = {
      ...inputWithoutCompany.target,
      first_name: 'Sam',
      social_security_number: '000-00-0003',
    };
    await clientOf(player.fetch).verifications.create({ ...inputWithoutCompany, target });
    expect(player.problems).toEqual([]);
  });
});
