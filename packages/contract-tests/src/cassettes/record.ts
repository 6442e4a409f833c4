import { createTruework } from '@truework-legacy/client';
import { type Exchange, recording } from '../exchange.ts';
import type { SystemUnderTest } from '../system-under-test.ts';
import type { Cassette } from './cassette.ts';
import { play, scenarios } from './scenarios.ts';
import { Scrubber } from './scrubber.ts';

/** Plays a scenario against a target. @returns What went over the wire, scrubbed by nobody. */
export async function rawExchanges(name: string, target: SystemUnderTest): Promise<Exchange[]> {
  const { fetch, exchanges } = recording(target.fetch);
  const { baseUrl: environment, token, rateLimiter, retries } = target;
  const truework = createTruework({ environment, token, fetch, rateLimiter, retries, onWarning: () => {} });
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`There is no scenario ${name}.`);
  await play(scenario, truework, () => target.settle());
  return exchanges;
}

/**
 * Records a scenario.
 *
 * @param recorded - Day, UTC.
 */
export async function record(
  name: string,
  target: SystemUnderTest,
  { from, recorded }: Pick<Cassette, 'from' | 'recorded'>,
): Promise<Cassette> {
  const scrubber = new Scrubber();
  const exchanges = (await rawExchanges(name, target)).map((exchange) => scrubber.scrub(exchange));
  const version = exchanges[0]?.response.headers['version'];
  return { scenario: name, from, recorded, ...(version === undefined ? {} : { version }), exchanges };
}
