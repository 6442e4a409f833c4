import { describe, expect, it } from 'vitest';
import later from '../2023-10-30/generated/openapi.json' with { type: 'json' };
import {
  bodiesOf,
  lastNameIn,
  type OpenApiDocument,
  operationsOf,
  type Schema,
  schemasIn,
  webhooksOf,
} from '../document/index.ts';
import legacy from '../generated/openapi.json' with { type: 'json' };
import map from '../migration/generated/2023-10-30.json' with { type: 'json' };

// The map is complete: whatever either description has, it says where it goes, or that it goes nowhere.

type Entries = Record<string, Record<string, { to?: string[]; from?: string[]; unknown?: string }>>;
type Reasons = Record<string, Record<string, string>>;

const documents = {
  legacy: legacy as unknown as OpenApiDocument,
  later: later as unknown as OpenApiDocument,
};

/** Names of the schemas that a direction reaches, with those of their properties. */
function fieldsOf(document: OpenApiDocument, direction: 'requests' | 'responses'): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  const visit = (schema: Schema): void => {
    for (const { value } of schemasIn({ pointer: '#', value: schema })) {
      const name = value.$ref === undefined ? '' : lastNameIn(value.$ref);
      const found = document.components?.schemas?.[name];
      if (found === undefined || fields[name] !== undefined) continue;
      fields[name] = Object.keys(found.properties ?? {});
      visit(found);
    }
  };
  const operations = operationsOf(document);
  const bodies =
    direction === 'requests'
      ? operations.map(({ requestBody }) => requestBody)
      : [
          ...operations.flatMap(({ responses }) => responses),
          ...webhooksOf(document).map(({ requestBody }) => requestBody),
        ];
  for (const body of bodies) for (const { schema } of bodiesOf(body)) if (schema) visit(schema.value);
  return Object.fromEntries(Object.entries(fields).filter(([, names]) => names.length > 0));
}

function flat(fields: Record<string, readonly string[]>): string[] {
  return Object.entries(fields)
    .flatMap(([schema, names]) => names.map((name) => `${schema}.${name}`))
    .sort();
}

function keysOf(entries: Record<string, object>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(entries).map(([schema, fields]) => [schema, Object.keys(fields)]));
}

/** `*` stands for all properties of a schema. */
function withReasons(reasons: Reasons, fields: Record<string, string[]>): string[] {
  return Object.entries(reasons).flatMap(([schema, names]) =>
    Object.keys(names).flatMap((name) =>
      (name === '*' ? (fields[schema] ?? []) : [name]).map((it) => `${schema}.${it}`),
    ),
  );
}

describe('fields', () => {
  it.each(['requests', 'responses'] as const)(
    'has every field of 2019-10-15 in its %s, and no other',
    (direction) => {
      expect(flat(keysOf(map[direction]))).toEqual(flat(fieldsOf(documents.legacy, direction)));
    },
  );

  it('has every field of 2023-10-30 that a request takes: made of something, or new', () => {
    const fields = fieldsOf(documents.later, 'requests');
    const targets = Object.values(map.requests as Entries).flatMap((it) =>
      Object.values(it).flatMap(({ to }) => to),
    );
    const named = new Set([...targets, ...withReasons(map.newInRequests as Reasons, fields)]);
    expect([...named].sort()).toEqual(flat(fields));
  });

  it('has every field of 2023-10-30 that a response has: read, or lost', () => {
    const fields = fieldsOf(documents.later, 'responses');
    const sources = Object.values(map.responses as Entries).flatMap((it) =>
      Object.values(it).flatMap(({ from }) => from),
    );
    const named = new Set([...sources, ...withReasons(map.lostInResponses as Reasons, fields)]);
    const wrapped = flat(fields).filter((field) => /Value\.(canonical|raw)_value$/.test(field));
    expect([...named].sort()).toEqual(flat(fields).filter((field) => !wrapped.includes(field)));
  });
});

describe('operations', () => {
  const idsOf = (document: OpenApiDocument) => operationsOf(document).map(({ id }) => id);
  const parametersOf = (document: OpenApiDocument) =>
    Object.fromEntries(
      operationsOf(document).map(({ id, parameters }) => [id, parameters.map(({ value }) => value.name)]),
    );
  type Operations = Record<string, { to: string[]; parameters: Record<string, { to: string[] }> }>;
  const operations = map.operations as Operations;

  it('has every operation of both', () => {
    expect(Object.keys(operations).sort()).toEqual(idsOf(documents.legacy).sort());
    const reached = new Set(Object.values(operations).flatMap(({ to }) => to));
    expect([...reached].sort()).toEqual(idsOf(documents.later).sort());
  });

  it('has every webhook of both', () => {
    const webhooks = (document: OpenApiDocument) =>
      webhooksOf(document)
        .map(({ id }) => id)
        .sort();
    expect(Object.keys(map.webhooks).sort()).toEqual(webhooks(documents.legacy));
    expect(webhooks(documents.later)).toEqual(['orderCompleted', 'orderStateChange']);
  });

  it('has every parameter of both', () => {
    const parameters = Object.entries(operations).map(([id, entry]) => [
      id,
      Object.keys(entry.parameters).sort(),
    ]);
    const legacyParameters = Object.entries(parametersOf(documents.legacy)).map(([id, names]) => [
      id,
      names.sort(),
    ]);
    expect(Object.fromEntries(parameters)).toEqual(Object.fromEntries(legacyParameters));
    const reached = Object.values(operations).flatMap(({ to, parameters }) =>
      to.flatMap((id) =>
        Object.values(parameters).flatMap((entry) => entry.to.map((name) => `${id}.${name}`)),
      ),
    );
    const isNew = withReasons(map.newParameters as Reasons, {});
    const missing = flat(parametersOf(documents.later)).filter(
      (it) => !reached.includes(it) && !isNew.includes(it),
    );
    expect(missing).toEqual([]);
  });
});

describe('successors', () => {
  /** `GET /orders?verification_id=`, as the operation, and its query. */
  const callsIn = (text: string) =>
    [...text.matchAll(/\b(GET|POST|PUT) (\/[^\s?),]*)(?:\?(\w+)=)?/g)].map(
      ([, method = '', path = '', query]) => {
        const operation = operationsOf(documents.later).find(
          (candidate) => candidate.method === method && candidate.path === path,
        );
        return { id: operation?.id ?? `${method} ${path}`, operation, query };
      },
    );

  it.each(
    operationsOf(documents.legacy).map(
      ({ id, operation }) => [id, operation['x-successor']?.['2023-10-30'] ?? ''] as const,
    ),
  )('of %s are those of the map', (id, text) => {
    const { to } = (map.operations as Record<string, { to: string[] }>)[id] ?? expect.unreachable();
    if (to.length === 0) return expect(text).toBe('none');
    const [successors = ''] = text.split(' (look up');
    expect([...new Set(callsIn(successors).map((call) => call.id))].sort()).toEqual(to.toSorted());
    for (const { id: called, operation, query } of callsIn(text)) {
      const names = operation?.parameters.map(({ value }) => value.name) ?? [];
      expect([called, ...names]).toContain(query ?? called);
      expect(operation, called).toBeDefined();
    }
  });
});

describe('values', () => {
  interface Table {
    legacy: string;
    later: string;
    toLegacy?: Record<string, string | null>;
    toLater?: Record<string, string | null>;
  }
  const tables = Object.entries(map.enums as unknown as Record<string, Table>);

  /** The values of every enum, by its schema or `Schema.property`. Null does not count. */
  function enumsOf(document: OpenApiDocument): Record<string, string[]> {
    const found: Record<string, string[]> = {};
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
      const parts: [string, Schema][] = [
        [name, schema],
        ...Object.entries(schema.properties ?? {}).map(([it, part]): [string, Schema] => [
          `${name}.${it}`,
          part,
        ]),
      ];
      for (const [place, part] of parts)
        if (part.enum)
          found[place] = part.enum
            .filter((value) => value !== null)
            .map(String)
            .sort();
    }
    return found;
  }
  const values = { legacy: enumsOf(documents.legacy), later: enumsOf(documents.later) };

  it.each(tables)(
    '%s has every value of the side that it reads, and gives only values of the other',
    (_, table) => {
      const sides = [
        [table.toLegacy, values.later[table.later], values.legacy[table.legacy]],
        [table.toLater, values.legacy[table.legacy], values.later[table.later]],
      ] as const;
      for (const [rows, read, given] of sides.filter(([rows]) => rows !== undefined)) {
        expect(Object.keys(rows ?? {}).sort()).toEqual(read);
        const results = Object.values(rows ?? {}).filter((value) => value !== null);
        expect(given).toEqual(expect.arrayContaining(results));
      }
    },
  );

  it('has a table for every enum of both, or says why there is none', () => {
    const open = Object.keys(map.openEnums);
    const covered = (side: 'legacy' | 'later') => [...new Set(tables.map(([, table]) => table[side]))];
    expect(covered('legacy').sort()).toEqual(Object.keys(values.legacy).sort());
    expect([...covered('later'), ...open].sort()).toEqual(Object.keys(values.later).sort());
  });
});

it('says of everything that is unknown how to find it out', () => {
  const operations = Object.values(map.operations).flatMap((it) => [it, ...Object.values(it.parameters)]);
  const fields = [map.requests, map.responses].flatMap(Object.values).flatMap(Object.values);
  const named = [...operations, ...fields].flatMap(({ unknown }: { unknown?: string }) => unknown ?? []);
  expect(Object.keys(map.unknowns)).toEqual(expect.arrayContaining(named));
  expect(named.length).toBeGreaterThan(10);
  for (const { question, findOut } of Object.values(map.unknowns)) {
    expect(question).toMatch(/^Wh(at|en|ether|ich) .*\.$/);
    expect(findOut).toMatch(/^(Ask|Call|Create|Look|Raise|Read|Send) .*\.$/);
  }
});

it('marks what is inferred', () => {
  const all = [map.requests, map.responses].flatMap((part) =>
    Object.values(
      part as unknown as Record<string, Record<string, { confidence: string; source: string; rule: string }>>,
    ).flatMap(Object.values),
  ) as { confidence: string; source: string; rule: string }[];
  for (const { confidence, source, rule } of all) {
    expect(['high', 'medium', 'low']).toContain(confidence);
    expect(source).toBe(confidence === 'high' ? 'documented' : 'inferred');
    expect(rule).toMatch(/\.$|\)$/);
  }
});
