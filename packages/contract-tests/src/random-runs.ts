/**
 * Where random tests begin: the same in every run, unless `SEED` says otherwise. `SEED=random` takes another each time. After a
 * failure, fast-check prints the seed and the shortest case. vitest.config.ts has the defaults.
 */
export const seed = Number(process.env['SEED']);

/** How many cases a random test takes: so many, times what `RANDOM_RUNS` says. */
export function runs(count: number): number {
  return count * Number(process.env['RANDOM_RUNS']);
}
