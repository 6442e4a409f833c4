import { isRecord, lostInJson, quote, SandboxError } from '../errors/index.ts';
import { isDeeper } from '../http/index.ts';
import { isInstant } from './row-checks.ts';
import type { Cell, Row, Store, TableRows } from './store.ts';
import { checkSavedPeople } from './tenant-people.ts';
import type { Json, TenantPart } from './tenant-scope.ts';

/** The version of a snapshot's format. */
export const snapshotVersion = 1;

/** How deeply nested a snapshot may be: the bodies of requests are in it as text. */
const depthLimit = 20;

/** Everything a tenant has, as one JSON value. */
export interface Snapshot {
  /** The version of this format. */
  version: typeof snapshotVersion;
  /** What ids and made-up data are derived from, also after a restore. */
  identity: string;
  /** The tenant's time, milliseconds since 1970, UTC. */
  nowMs: number;
  /** Rows by table. */
  tables: Record<string, TableRows>;
  /** What is stored in memory only, such as faults. */
  parts: Record<string, Json>;
}

/**
 * Checks a snapshot, which somebody may have written by hand.
 *
 * @returns A copy of it: what is restored is what was checked.
 * @throws {@link SandboxError} `unknown_snapshot_version` or `invalid_snapshot`, with where and what.
 */
export function readSnapshot(
  given: unknown,
  { store, parts: known }: { store: Store; parts: ReadonlyMap<string, TenantPart> },
): Snapshot {
  const snapshot = copyOf(given);
  if (snapshot?.version !== snapshotVersion) {
    throw new SandboxError(
      'unknown_snapshot_version',
      `This snapshot has the version ${quote(snapshot?.version)}, and this sandbox takes ${snapshotVersion}. Take a new one with this version of the sandbox.`,
    );
  }
  const { identity, nowMs, tables, parts } = snapshot;
  if (typeof identity !== 'string' || !/^[\w-]{43}$/.test(identity))
    throw invalid('`identity` is not an identity');
  if (!isInstant(nowMs)) throw invalid('`nowMs` is not a time');
  if (!isRecord(tables)) throw invalid('`tables` is not an object');
  if (!isRecord(parts)) throw invalid('`parts` is not an object');
  for (const [name, table] of Object.entries(tables)) readTable(name, table, store);
  checkCounters(tables as Record<string, TableRows>, store);
  checkSavedPeople(tables as Record<string, TableRows>);
  for (const [name, part] of known) part.check(parts[name]);
  return snapshot as Snapshot;
}

function copyOf(given: unknown): Partial<Snapshot> | null {
  let copy: Partial<Snapshot> | null;
  try {
    copy = JSON.parse(JSON.stringify(given) ?? 'null');
  } catch {
    throw invalid('it is not a JSON value');
  }
  if (isDeeper(copy, depthLimit)) throw invalid('it is nested too deeply');
  const lost = lostInJson(given);
  if (lost !== undefined) throw invalid(`${lost.join('.') || 'it'} is not a JSON value`);
  return copy;
}

function readTable(name: string, table: unknown, store: Store): void {
  const stored = store.table(name);
  if (stored === undefined) throw invalid(`there is no table ${quote(name)}`);
  const { columns: known } = stored;
  if (!isRecord(table) || !Array.isArray(table['columns']) || !Array.isArray(table['rows'])) {
    throw invalid(`the table ${name} has no columns and rows`);
  }
  const { columns, rows } = table as unknown as TableRows;
  if (columns.length !== known.length || !known.every((column, index) => column === columns[index])) {
    throw invalid(`the columns of the table ${name} are not ${known.join(', ')}`);
  }
  let before: Row | undefined;
  for (const [index, cells] of rows.entries()) {
    if (!Array.isArray(cells) || cells.length !== columns.length) {
      throw invalid(`row ${index} of the table ${name} does not have ${columns.length} cells`);
    }
    const row = Object.fromEntries(columns.map((column, position) => [column, cells[position] as Cell]));
    if (!stored.accepts(row, before)) throw invalid(`row ${index} of the table ${name} is malformed`);
    before = row;
  }
}

/** A number that was given already must not be given again. */
function checkCounters(tables: Readonly<Record<string, TableRows>>, store: Store): void {
  const counters = new Map(tables['counter']?.rows.map(([name = null, value = null]) => [name, value]));
  for (const [name, { rows }] of Object.entries(tables)) {
    const last = Number(rows.at(-1)?.[0]);
    if (store.table(name)?.isCounted && last > Number(counters.get(name) ?? 0))
      throw invalid(`the counter of the table ${name} is behind its rows`);
  }
}

function invalid(what: string): SandboxError {
  return new SandboxError(
    'invalid_snapshot',
    `This is not a snapshot of a sandbox: ${what}. Take one with snapshot().`,
  );
}
