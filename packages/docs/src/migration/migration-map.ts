import json from '@truework-legacy/spec/migration/2023-10-30.json' with { type: 'json' };
import { reference } from '../reference/reference.ts';

// The map to 2023-10-30 in rows of tables. It has no words of its own about a field.

interface Entry {
  readonly to?: readonly string[];
  readonly from?: readonly string[];
  readonly rule: string;
  readonly confidence: string;
  readonly loss?: boolean;
  readonly supply?: string;
  readonly unknown?: string;
}

interface ValueTable {
  readonly toLegacy?: Readonly<Record<string, string | null>>;
  readonly toLater?: Readonly<Record<string, string | null>>;
  readonly confidence: string;
  readonly note?: string;
}

/** What nobody knows, and the call that finds it out. */
export interface Unknown {
  readonly question: string;
  readonly findOut: string;
}

type Entries = Readonly<Record<string, Entry>>;

const map = json as unknown as {
  readonly operations: Readonly<Record<string, Entry & { readonly parameters: Entries }>>;
  readonly unknowns: Readonly<Record<string, Unknown>>;
  readonly webhooks: Entries;
  readonly requests: Readonly<Record<string, Entries>>;
  readonly responses: Readonly<Record<string, Entries>>;
  readonly enums: Readonly<Record<string, ValueTable>>;
  readonly newInRequests: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** A line of a table: a field, a parameter or an operation of 2019-10-15. */
export interface MigrationRow {
  readonly name: string;
  /** The page of the operation here, if it is one. */
  readonly href?: string | undefined;
  /** Names in 2023-10-30. None: it has none there. */
  readonly others: readonly string[];
  readonly rule: string;
  /** Words about it: that it is lost, that it must be supplied, that it is inferred, what nobody knows. */
  readonly remarks: readonly string[];
}

/** The fields of a schema. */
export interface MigrationTable {
  readonly schema: string;
  readonly rows: readonly MigrationRow[];
}

const lost = 'Loses information.';

function rowOf(name: string, entry: Entry): MigrationRow {
  const { to, from, rule, confidence, loss, supply, unknown } = entry;
  return {
    name,
    others: to ?? from ?? [],
    rule,
    remarks: [
      ...(loss ? [lost] : []),
      ...(supply ? [supply] : []),
      ...(confidence === 'high' ? [] : [`Inferred (confidence ${confidence}).`]),
      ...(unknown ? [`Not known: ${map.unknowns[unknown]?.question}`] : []),
    ],
  };
}

const hrefs = new Map(reference.pages.map(({ id, href }) => [id, href]));

/** Each operation, with a line for each of its parameters. */
export const operationRows: readonly (MigrationRow & { readonly parameters: readonly MigrationRow[] })[] =
  Object.entries(map.operations).map(([id, entry]) => ({
    ...rowOf(id, entry),
    href: hrefs.get(id),
    parameters: Object.entries(entry.parameters).map(([name, parameter]) => rowOf(name, parameter)),
  }));

export const webhookRows: readonly MigrationRow[] = Object.entries(map.webhooks).map(([id, entry]) => ({
  ...rowOf(id, entry),
  href: hrefs.get(id),
}));

/** The fields of all that is sent, or of all that comes back. */
export function fieldTables(direction: 'requests' | 'responses'): readonly MigrationTable[] {
  return Object.entries(map[direction]).map(([schema, entries]) => ({
    schema,
    rows: Object.entries(entries).map(([name, entry]) => rowOf(name, entry)),
  }));
}

/**
 * Where a field of a schema goes, or comes from.
 *
 * @param anchor - Its id on the page of an operation: what is sent is in the `body`.
 */
export function laterOf(schema: string, name: string, anchor: string): MigrationRow | undefined {
  const sent = anchor.startsWith('body') ? map.requests[schema]?.[name] : undefined;
  const entry = map.operations[schema]?.parameters[name] ?? sent ?? map.responses[schema]?.[name];
  return entry && rowOf(name, entry);
}

/** The values that are not the same in both versions, by table. Null if there is no such value. */
export const changedValues = Object.entries(map.enums).flatMap(
  ([name, { toLegacy = {}, toLater = {}, confidence, note = '' }]) => {
    const rows = [
      ...Object.entries(toLater).map(([value, other]) => [value, '→', other] as const),
      ...Object.entries(toLegacy).map(([other, value]) => [value, '←', other] as const),
    ].filter(([value, , other]) => value !== other);
    const remark = confidence === 'high' ? note : `${note} Inferred (confidence ${confidence}).`;
    return rows.length > 0 ? [{ name, rows, remark: remark.trim() }] : [];
  },
);

/** What replaces an operation or a webhook. */
export function laterOperationOf(id: string): MigrationRow | undefined {
  return [...operationRows, ...webhookRows].find(({ name }) => name === id);
}

/** What has no place in 2023-10-30. A schema that has none as a whole is one row. */
export const withoutSuccessor: readonly MigrationRow[] = [
  ...operationRows,
  ...operationRows.flatMap(({ name, others, parameters }) =>
    others.length === 0 ? [] : parameters.map((row) => ({ ...row, name: `${name}: ${row.name}` })),
  ),
  ...(['requests', 'responses'] as const).flatMap((direction) =>
    fieldTables(direction).flatMap(({ schema, rows }) => {
      const isWhole = rows.every(({ others }) => others.length === 0);
      const named = rows.map((row) => ({ ...row, name: `${schema}.${row.name}` }));
      return isWhole ? named.slice(0, 1).map((row) => ({ ...row, name: schema })) : named;
    }),
  ),
].filter(({ others, remarks }) => others.length === 0 && remarks.includes(lost));

/** Fields that no request of 2019-10-15 has, with what they are for. */
export const newFields: readonly (readonly [field: string, why: string])[] = Object.entries(
  map.newInRequests,
).flatMap(([schema, fields]) =>
  Object.entries(fields).map(([name, why]) => [`${schema}.${name}`, why] as const),
);

export const unknowns: readonly Unknown[] = Object.values(map.unknowns);
