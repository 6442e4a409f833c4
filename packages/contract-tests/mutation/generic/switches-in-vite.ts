import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification, type VitestPluginContext } from 'vitest/node';
import { readPlan, switchedIn } from './mutation-plan.ts';
import { plantSwitches } from './plant-switches.ts';

const root = join(import.meta.dirname, '../../../..');

/** Most mutants are killed by any test that reaches them: small files first. */
class SmallestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const size = ({ moduleId }: TestSpecification) => statSync(moduleId).size;
    return files.toSorted((a, b) => size(a) - size(b));
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
      vitest.config.sequence.sequencer = SmallestFirst;
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
