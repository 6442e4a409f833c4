import { benches } from './benches.ts';

// Runs one bench and hands its tables to the process that asked for them.
const [name = ''] = process.argv.slice(2);
const bench = await benches[name]?.();
if (bench === undefined) throw new Error(`There is no bench called ${name}.`);
process.send?.(await bench.measure());
