import { isDeepStrictEqual } from 'node:util';
import { asExchange, type Cassette, type RecordedExchange } from './cassette.ts';
import { Scrubber } from './scrubber.ts';

/** A cassette that is played. */
export interface Replay {
  /** Responds as the cassette says, in its order. Rejects a request that is not the next one. */
  readonly fetch: typeof globalThis.fetch;
  /** How many of its exchanges were not asked for. */
  readonly left: number;
  /** What was asked for and is not on the cassette. Without values. */
  readonly problems: readonly string[];
}

/** A request that is not the cassette's next one. */
class UnknownRequestError extends Error {}

/**
 * Plays a cassette without a network. A request is the recorded one where both say the same once they are scrubbed, so its persons
 * and ids may be others.
 */
export function replay({ scenario, exchanges }: Cassette): Replay {
  const scrubber = new Scrubber();
  const problems: string[] = [];
  let next = 0;

  return {
    problems,
    get left() {
      return exchanges.length - next;
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const { method, url, headers, body } = request;
      const text = body === null ? null : await request.text();
      const sent = scrubber.scrubRequest({ method, url: new URL(url), headers, body: text });
      const exchange = exchanges[next];
      const problem = problemOf(sent, exchange);
      if (exchange === undefined || problem !== undefined) {
        const location = `Cassette "${scenario}", request ${next + 1} of ${exchanges.length}`;
        problems.push(`${location}: ${problem}`);
        throw new UnknownRequestError(`${location}: ${problem}`);
      }
      next += 1;
      const response = asExchange(exchange);
      scrubber.learn(response);
      return new Response(response.response.body, response.response);
    },
  };
}

function problemOf(
  sent: Omit<RecordedExchange, 'response'>,
  expected: RecordedExchange | undefined,
): string | undefined {
  if (expected === undefined) return `${sent.operation} was sent, and nothing more is recorded.`;
  if (sent.operation !== expected.operation) {
    return `${sent.operation} was sent, and ${expected.operation} is recorded.`;
  }
  const locations = differingLocations(sent.request, expected.request, '');
  return locations.length === 0
    ? undefined
    : `${sent.operation} differs from the recorded one in ${locations.join(', ')}.`;
}

/** Where two JSON values differ, as pointers. */
function differingLocations(sent: unknown, expected: unknown, path: string): string[] {
  if (isDeepStrictEqual(sent, expected)) return [];
  if (!isObject(sent) || !isObject(expected)) return [path];
  return [...new Set([...Object.keys(expected), ...Object.keys(sent)])].flatMap((name) =>
    differingLocations(sent[name], expected[name], `${path}/${name}`).map((location) => {
      if (location !== `${path}/${name}`) return location;
      if (!(name in sent)) return `${location} (absent)`;
      return name in expected ? location : `${location} (not recorded)`;
    }),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
