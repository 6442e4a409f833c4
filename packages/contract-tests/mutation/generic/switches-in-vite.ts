import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification, type VitestPluginContext } from 'vitest/node';
import { readPlan, report, switchedIn } from './mutation-plan.ts';
import { plantSwitches } from './plant-switches.ts';

const root = join(import.meta.dirname, '../../../..');

/** Most mutants are killed by any test that reaches them: small files first, and before them those that name the source. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const plan = readPlan();
    if (plan === undefined) return files;
    const { mutants, asked, only, done } = plan;
    const sources = new Set(asked.map((id) => mutants[id]?.file ?? ''));
    const stems = [...sources].map((source) => basename(source, '.ts'));
    const weighed = files.flatMap(({ moduleId }, index) => {
      const file = relative(root, moduleId);
      if (done.includes(file) || only?.includes(file) === false) return [];
      const text = readFileSync(moduleId, 'utf8');
      const isNear = stems.some((stem) => basename(file).startsWith(stem) || text.includes(`/${stem}.ts'`));
      return { file, index, weight: text.length / (isNear ? 10 : 1) };
    });
    weighed.sort((a, b) => a.weight - b.weight);
    report(plan, { type: 'planned', files: weighed.map(({ file }) => file) });
    return weighed.flatMap(({ index }) => files[index] ?? []);
  }
}

/** A Vite plugin: the sources that vitest loads have a switch for each mutant of the plan. */
export function switchesInVite() {
  const plan = readPlan();
  const switchesOf = (id: string) =>
    plan === undefined ? [] : switchedIn(plan, relative(root, id.split('?')[0] ?? id));
  return {
    name: 'mutant-switches',
    enforce: 'pre' as const,
    // Vitest caches what it transformed, and would not call the plugin.
    configureVitest({ vitest, defineCacheKeyGenerator }: VitestPluginContext) {
      vitest.config.sequence.sequencer = NearestFirst;
      defineCacheKeyGenerator(({ id }) => {
        const switches = switchesOf(id);
        if (switches.length === 0) return undefined;
        return createHash('sha256').update(JSON.stringify(switches)).digest('hex');
      });
    },
    transform(code: string, id: string) {
      const switches = switchesOf(id);
      return switches.length === 0 ? undefined : plantSwitches(code, switches);
    },
  };
}
