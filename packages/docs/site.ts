import { parseArgs } from 'node:util';

// Astro's command line reports usage before it reads any configuration, so the site is built through its API.
process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
const { build, dev } = await import('astro');

const { positionals } = parseArgs({ allowPositionals: true });
const root = import.meta.dirname;

switch (positionals[0]) {
  case 'build':
    await build({ root });
    break;
  case 'dev':
    await dev({ root });
    break;
  default:
    console.error('Usage: node site.ts build | dev');
    process.exitCode = 2;
}
