import { quote, SandboxError } from '../errors/index.ts';
import { isDeeper } from '../http/index.ts';
import { readPeople } from '../people/index.ts';
import { schemaValidator, stateEdges } from '../spec/index.ts';
import { isTime } from '../time/index.ts';
import { readWebhookEndpoint } from '../webhooks/endpoint.ts';
import type { Cell, TableRows } from './store.ts';
import type { Tenants } from './tenant.ts';
import { checkSavedPeople } from './tenant-people.ts';
import type { Json } from './timeline.ts';

/** The version of a snapshot's form. */
export const snapshotVersion = 1;

/** How deep a snapshot may be: what was ordered is in it as text. */
const depthLimit = 20;

/** All that a tenant has and knows, as one JSON value. */
export interface Snapshot {
  /** The version of this form. */
  version: typeof snapshotVersion;
  /** What ids and made-up data come from, after a restore too. */
  identity: string;
  /** The tenant's time, milliseconds since 1970, UTC. */
  nowMs: number;
  /** Rows by table. */
  tables: Record<string, TableRows>;
  /** What is kept in memory alone, such as faults and rates. */
  parts: Record<string, Json>;
}

type Row = Record<string, Cell>;

/**
 * Checks a snapshot, which somebody may have written by hand.
 *
 * @returns A copy of it: what is restored is what was checked.
 * @throws {@link SandboxError} `unknown_snapshot_version` or `invalid_snapshot`, with where and what.
 */
export function readSnapshot(given: unknown, { store, parts: known }: Tenants): Snapshot {
  const snapshot = copyOf(given);
  if (snapshot?.version !== snapshotVersion) {
    throw new SandboxError(
      'unknown_snapshot_version',
      `This snapshot has the version ${quote(snapshot?.version)}, and this sandbox takes ${snapshotVersion}. Take it anew with this version of the sandbox.`,
    );
  }
  const { identity, nowMs, tables, parts } = snapshot;
  if (typeof identity !== 'string' || !/^[\w-]{43}$/.test(identity)) throw invalid('`identity` is none');
  if (!Number.isSafeInteger(nowMs) || !isTime(nowMs)) throw invalid('`nowMs` is no time');
  if (!isObject(tables)) throw invalid('`tables` is no object');
  if (!isObject(parts)) throw invalid('`parts` is no object');
  const columns = store.columns();
  for (const name of Object.keys(tables)) {
    if (!Object.hasOwn(columns, name)) throw invalid(`there is no table ${quote(name)}`);
    readTable(name, tables[name], columns[name] as readonly string[]);
  }
  checkSavedPeople(tables as Record<string, TableRows>);
  for (const [name, part] of known) part.check?.(Object.hasOwn(parts, name) ? parts[name] : undefined);
  return snapshot as Snapshot;
}

function copyOf(given: unknown): Partial<Snapshot> | undefined {
  let copy: unknown;
  try {
    copy = JSON.parse(JSON.stringify(given) ?? 'null');
  } catch {
    throw invalid('it is no JSON value');
  }
  if (isDeeper(copy, depthLimit)) throw invalid('it is nested too deep');
  return isObject(copy) ? copy : undefined;
}

function readTable(name: string, table: unknown, known: readonly string[]): void {
  if (!isObject(table) || !Array.isArray(table['columns']) || !Array.isArray(table['rows'])) {
    throw invalid(`the table ${name} has no columns and rows`);
  }
  const { columns, rows } = table as unknown as TableRows;
  if (columns.length !== known.length || !known.every((column, index) => column === columns[index])) {
    throw invalid(`the columns of the table ${name} are not ${known.join(', ')}`);
  }
  const isRow = tableChecks[name] ?? (() => true);
  let before: Row | undefined;
  for (const [index, cells] of rows.entries()) {
    if (!Array.isArray(cells) || cells.length !== columns.length) {
      throw invalid(`row ${index} of the table ${name} has not ${columns.length} cells`);
    }
    const row = Object.fromEntries(columns.map((column, location) => [column, cells[location] ?? null]));
    if (!isRow(row, before)) throw invalid(`row ${index} of the table ${name} is malformed`);
    before = row;
  }
}

/** What holds for the rows of each table. What is text in JSON has to hold what is read from it later. */
const tableChecks: Readonly<Record<string, (row: Row, before: Row | undefined) => boolean>> = {
  counter: ({ name, value }, before) =>
    typeof name === 'string' && isCount(value) && (before === undefined || name > String(before['name'])),
  due: ({ dueMs, ordinal, kind, payload }, before) =>
    isTime(dueMs) &&
    isCount(ordinal) &&
    comesAfter({ dueMs, ordinal }, before) &&
    (kind === 'verification' ? isStepDue(payload) : kind === 'webhook' && isWebhookDue(payload)),
  verification: (row, before) =>
    isCount(row['sequence']) &&
    (before === undefined || row['sequence'] === Number(before['sequence']) + 1) &&
    isVerification(row),
  credentialsSession: ({ sequence, token, createdMs, input, verification }, before) =>
    isCount(sequence) &&
    sequence > Number(before?.['sequence'] ?? 0) &&
    isText(token) &&
    isInteger(createdMs) &&
    isTime(createdMs) &&
    isInput(input, 'CredentialsSessionInput') &&
    (verification === null || isCount(verification)),
  // What they say is checked by themselves.
  person: ({ ordinal }, before) =>
    isInteger(ordinal) && ordinal === (before === undefined ? 0 : Number(before['ordinal']) + 1),
  webhookEndpoint: ({ id, url, token }, before) =>
    isCount(id) && id > Number(before?.['id'] ?? 0) && isWebhookEndpoint(url, token),
  webhookDelivery: (row, before) =>
    isCount(row['id']) && row['id'] > Number(before?.['id'] ?? 0) && isDelivery(row),
};

function isVerification({
  state,
  revision,
  history,
  cancellation,
  createdMs,
  synchronous,
  employment,
  sessionToken,
  input,
  person,
}: Row): boolean {
  const entered = parsed(history);
  return (
    isState(state) &&
    isCount(revision) &&
    isInteger(createdMs) &&
    isTime(createdMs) &&
    (synchronous === 0 || synchronous === 1) &&
    (employment === null || (isInteger(employment) && employment >= 0)) &&
    (sessionToken === null || isText(sessionToken)) &&
    isInput(input, sessionToken === null ? 'VerificationInput' : 'CredentialsSessionInput') &&
    (cancellation === null || isValid(parsed(cancellation), 'CancellationInput')) &&
    (person === null || isPerson(person)) &&
    Array.isArray(entered) &&
    entered.every((entry) => isObject(entry) && isState(entry['state']) && isTime(entry['atMs'])) &&
    (entered.at(-1) as { state?: unknown } | undefined)?.state === state
  );
}

function isPerson(text: Cell | undefined): boolean {
  try {
    readPeople([parsed(text)]);
    return true;
  } catch {
    return false;
  }
}

function isDelivery({ endpointId, payload, createdMs, state, nextAttemptMs, attempts }: Row): boolean {
  const sent = parsed(payload) as { hook?: unknown; data?: unknown } | undefined;
  const made = parsed(attempts);
  return (
    isCount(endpointId) &&
    isObject(sent) &&
    isObject(sent.hook) &&
    isText(sent.hook['event']) &&
    isText(sent.hook['target']) &&
    isObject(sent.data) &&
    isInteger(createdMs) &&
    isTime(createdMs) &&
    ['pending', 'delivered', 'failed'].includes(String(state)) &&
    (nextAttemptMs === null || (isInteger(nextAttemptMs) && isTime(nextAttemptMs))) &&
    Array.isArray(made) &&
    made.every((attempt) => isObject(attempt) && isTime(attempt['atMs']))
  );
}

/** What the timeline keeps of the steps of a verification: its sequence, its revision, and the steps. */
function isStepDue(payload: Cell | undefined): boolean {
  const due = parsed(payload);
  if (!Array.isArray(due) || !isCount(due[0]) || !isCount(due[1]) || !Array.isArray(due[2])) return false;
  return due[2].every(
    (step) => isObject(step) && isState(step['state']) && isInteger(step['afterMs']) && step['afterMs'] >= 0,
  );
}

function isWebhookDue(payload: Cell | undefined): boolean {
  const due = parsed(payload);
  return isObject(due) && isCount(due['delivery']) && typeof due['again'] === 'boolean';
}

function isWebhookEndpoint(url: Cell | undefined, token: Cell | undefined): boolean {
  if (typeof url !== 'string' || typeof token !== 'string') return false;
  try {
    return readWebhookEndpoint({ url, token }).url === url;
  } catch {
    return false;
  }
}

/** What was ordered. Its documents are kept without their content. */
function isInput(text: Cell | undefined, schema: string): boolean {
  const input = parsed(text);
  if (!isObject(input) || isDeeper(input, depthLimit * 5)) return false;
  const { documents } = input;
  if (!Array.isArray(documents)) return isValid(input, schema);
  const withContent = documents.map((document) =>
    isObject(document) ? { ...document, content: '-' } : document,
  );
  return isValid({ ...input, documents: withContent }, schema);
}

function isValid(value: unknown, schema: string): boolean {
  return schemaValidator(`#/components/schemas/${schema}`)(value) === true;
}

function comesAfter(due: { dueMs: Cell; ordinal: Cell }, before: Row | undefined): boolean {
  if (before === undefined) return true;
  const [dueMs, beforeMs] = [Number(due.dueMs), Number(before['dueMs'])];
  return dueMs > beforeMs || (dueMs === beforeMs && Number(due.ordinal) > Number(before['ordinal']));
}

function parsed(text: Cell | undefined): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Whether it counts something: from 1 on. */
function isCount(value: unknown): value is number {
  return isInteger(value) && value > 0;
}

function isState(value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(stateEdges, value);
}

function invalid(what: string): SandboxError {
  return new SandboxError(
    'invalid_snapshot',
    `This is no snapshot that a sandbox took: ${what}. Take one with snapshot().`,
  );
}
