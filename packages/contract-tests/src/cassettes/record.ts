import { createTruework } from '@truework-legacy/client';
import { type Exchange, recording } from '../exchange.ts';
import type { SystemUnderTest } from '../system-under-test.ts';
import type { Cassette } from './cassette.ts';
import { play, scenarios } from './scenarios.ts';
import { Scrubber } from './scrubber.ts';

/** Plays a scenario against a system. @returns The exchanges, not scrubbed. */
export async function rawExchanges(name: string, system: SystemUnderTest): Promise<Exchange[]> {
  const { fetch, exchanges } = recording(system.fetch);
  const { baseUrl: environment, token, rateLimiter, retries } = system;
  const truework = createTruework({ environment, token, fetch, rateLimiter, retries, onWarning: () => {} });
  const scenario = scenarios[name];
  if (scenario === undefined)
    throw new Error(
      `No scenario is called "${name}". Those there are: ${Object.keys(scenarios).join(', ')}.`,
    );
  await play(scenario, truework, () => system.settle());
  return exchanges;
}

/**
 * Records a scenario.
 *
 * @param recorded - Day, UTC.
 */
export async function record(
  name: string,
  system: SystemUnderTest,
  { from, recorded }: Pick<Cassette, 'from' | 'recorded'>,
): Promise<Cassette> {
  const scrubber = new Scrubber();
  const exchanges = (await rawExchanges(name, system)).map((exchange) => scrubber.scrub(exchange));
  const version = exchanges[0]?.response.headers['version'];
  return { scenario: name, from, recorded, ...(version === undefined ? {} : { version }), exchanges };
}
