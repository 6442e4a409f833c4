import { clientFaults } from './mutation/client-faults.ts';
import { sandboxFaults } from './mutation/sandbox-faults.ts';
import { plantedSource } from './mutation/planted-fault.ts';
import { runSuite } from './mutation/run-suite.ts';
const all = clientFaults(); let ok=0; for (const f of all) try { plantedSource(f); ok++ } catch(e){ console.log((e as Error).message) }
console.log(ok, all.length, new Set(all.map(f=>f.id)).size);
const folders=['behaviour','operations','statuses','client','sandbox','constraints','spec'];
for (const f of [undefined, sandboxFaults[0], sandboxFaults[40], all[3], all.at(-5)]) { const t=performance.now(); console.log(f?.id, await runSuite(f,folders), ((performance.now()-t)/1000).toFixed(1)); }
