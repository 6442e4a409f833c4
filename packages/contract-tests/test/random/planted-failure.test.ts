import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs, seed } from '../../src/random-runs.ts';

/** A counter that is wrong from its third step on, which a model of it notices. */
class Step implements fc.AsyncCommand<{ count: number }, { count: number }> {
  check(): boolean {
    return true;
  }
  async run(model: { count: number }, real: { count: number }): Promise<void> {
    model.count += 1;
    if (real.count < 2) real.count += 1;
    expect(real.count).toBe(model.count);
  }
  toString(): string {
    return 'step';
  }
}

test('a property that fails names the seed and the shortest case', () => {
  const property = fc.property(fc.nat(), (number) => number < 10);
  const run = () => fc.assert(property, { seed, numRuns: runs(100) });
  expect(run).toThrow(`{ seed: ${seed}, `);
  expect(run).toThrow('Counterexample: [10]');
});

test('a random sequence that fails names the seed and the shortest sequence', async () => {
  const sequences = fc.commands([fc.constant(new Step())], { maxCommands: 60, size: 'max' });
  const property = fc.asyncProperty(sequences, (commands) =>
    fc.asyncModelRun(() => ({ model: { count: 0 }, real: { count: 0 } }), commands),
  );
  const run = fc.assert(property, { seed, numRuns: runs(10) });
  await expect(run).rejects.toThrow(`{ seed: ${seed}, `);
  await expect(run).rejects.toThrow('Counterexample: [step,step,step');
});
