/**
 * Where random tests begin: the same in every run, unless `SEED` says otherwise. `SEED=random` takes another each time. After a
 * failure, fast-check prints the seed and the shortest case.
 */
export const seed: number =
  process.env['SEED'] === 'random'
    ? Math.trunc(Math.random() * 2 ** 31)
    : Number(process.env['SEED'] ?? 20191015);

/** How many cases a random test takes: so many, times what `RANDOM_RUNS` says. */
export function runs(count: number): number {
  return count * Number(process.env['RANDOM_RUNS'] ?? 1);
}
