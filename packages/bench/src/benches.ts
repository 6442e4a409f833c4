import type { Table } from './table.ts';

/** A file that measures: one question, or a few that share their set-up. */
export interface Bench {
  measure(): Promise<Table[]>;
}

/** Every bench, by the name that `pnpm bench` takes. */
export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  size: () => import('./size.ts'),
  overhead: () => import('./overhead.ts'),
  'import-time': () => import('./import-time.ts'),
  validators: () => import('./validators.ts'),
  sandbox: () => import('./sandbox.ts'),
  'sandbox-memory': () => import('./sandbox-memory.ts'),
};
