import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openGate, systemClock } from '../live/gate.ts';
import { liveSystem } from '../live/live-system.ts';
import { LiveModeError, liveSettings } from '../live/settings.ts';
import { type SystemUnderTest, sandboxSystem } from '../system-under-test.ts';
import { type Cassette, cassetteFolder } from './cassette.ts';
import { record } from './record.ts';
import { scenarios } from './scenarios.ts';

// `pnpm cassettes:record`: from Truework's sandbox with a key, else from this project's. 0 recorded, 2 not or not wholly.

const recorded = new Date().toISOString().slice(0, 10);

/** The cassette as a file has it. Undefined if it is not there. */
async function read(path: string): Promise<Cassette | undefined> {
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Cassette) : undefined;
}

/** What to record from. A key or a URL that cannot be used is rejected; without either it is this project's sandbox. */
function opener(): { from: Cassette['from']; open: () => SystemUnderTest } {
  const { TRUEWORK_SANDBOX_TOKEN: token, TRUEWORK_SANDBOX_URL: url } = process.env;
  if (token === undefined && url === undefined) return { from: 'sandbox', open: sandboxSystem };
  const settings = liveSettings(process.env);
  const clock = settings.isVendor ? systemClock : undefined;
  const gate = openGate(settings, { fetch: globalThis.fetch, clock });
  const address = { baseUrl: settings.origin, token: gate.token, pollMs: settings.isVendor ? 2_000 : 20 };
  return {
    from: settings.isVendor ? 'vendor' : 'sandbox',
    open: () => liveSystem(address, gate.fetch, systemClock),
  };
}

async function main(): Promise<void> {
  const { from, open } = opener();
  await mkdir(cassetteFolder, { recursive: true });
  for (const name of Object.keys(scenarios)) {
    const path = join(cassetteFolder, `${name}.json`);
    const before = await read(path);
    if (from === 'sandbox' && before?.from === 'vendor') {
      console.log(`${name}: left as it is. It was recorded from the vendor, on ${before.recorded}.`);
      continue;
    }
    const system = open();
    const after = await record(name, system, { from, recorded });
    await system.close();
    // That this project's sandbox responds the same on another day is not news.
    const isSame = from === 'sandbox' && isDeepStrictEqual({ ...before, recorded }, after);
    if (!isSame) await writeFile(path, `${JSON.stringify(after, null, 2)}\n`);
    console.log(
      `${name}: ${isSame ? 'unchanged' : 'recorded'} from the ${from}, ${after.exchanges.length} calls.`,
    );
  }
}

try {
  await main();
} catch (error) {
  // An unforeseen error may contain anything, the key included.
  const isSafe = error instanceof LiveModeError;
  console.error(
    isSafe
      ? error.message
      : 'Not everything was recorded: a call did not go as its scenario in src/cassettes/scenarios.ts says. Its error is not shown, because it may contain the key. Cassettes named above are complete.',
  );
  process.exitCode = 2;
}
