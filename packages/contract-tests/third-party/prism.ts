import { createRequire } from 'node:module';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer } from '@stoplight/prism-http-server';
import { specFile } from './operation-names.ts';
import { type Violation, validateJourney } from './validating-proxy.ts';
import type { ThirdPartyValidator } from './validator.ts';

const { version } = createRequire(import.meta.url)('@stoplight/prism-http-server/package.json') as {
  version: string;
};

/** One entry of the header `sl-violations`. */
interface PrismViolation {
  location: string[];
  message: string;
}

type Options = Parameters<typeof createServer>[1];
type Operations = Parameters<typeof createServer>[0];

let operations: Promise<Operations> | undefined;

const nothing = () => {};
const levels = { info: nothing, warn: nothing, error: nothing, debug: nothing, success: nothing };
const silent = { ...levels, child: () => levels };

/** Prism as a validating proxy, which is what `prism proxy` starts, between our client and the sandbox. */
export const prism: ThirdPartyValidator = {
  name: 'Prism',
  version,
  counts: 'exchanges',
  atLeast: 110,
  async validate(sandboxUrl) {
    operations ??= getHttpOperationsFromSpec(specFile);
    const server = createServer(await operations, {
      cors: false,
      components: { logger: silent as unknown as Options['components']['logger'] },
      config: {
        isProxy: true,
        upstream: new URL(sandboxUrl),
        upstreamProxy: undefined,
        validateRequest: true,
        validateResponse: true,
        checkSecurity: true,
        errors: false,
        mock: { dynamic: false },
      },
    });
    const proxy = await server.listen(0, '127.0.0.1');
    try {
      return await validateJourney(prism.name, proxy, sandboxUrl, violationsOf);
    } finally {
      await server.close();
    }
  },
};

function violationsOf({ headers }: Response): Violation[] {
  const header = headers.get('sl-violations');
  if (header === null) return [];
  // Prism truncates what is too long for a header.
  if (!header.startsWith('['))
    return [{ side: 'response', location: 'everywhere', says: 'has too many violations' }];
  return (JSON.parse(header) as PrismViolation[]).map(({ location: [side, ...location], message }) => ({
    side: side === 'response' ? 'response' : 'request',
    location: location.join('.') || 'as a whole',
    says: message,
  }));
}
