import { benches } from './benches.ts';

// Runs one bench and hands its tables to the process that asked for them.
const [name = ''] = process.argv.slice(2);
const bench = await benches[name]?.();
if (bench === undefined) throw new Error(`No bench is called "${name}". Run pnpm bench --help.`);
process.send?.(await bench.measure());
