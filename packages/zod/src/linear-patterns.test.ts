import { checkSync } from 'recheck';
import { afterEach, expect, test, vi } from 'vitest';
import * as laterRequest from './generated/2023-10-30/request.gen.ts';
import * as laterResponse from './generated/2023-10-30/response.gen.ts';
import * as request from './generated/request.gen.ts';
import * as response from './generated/response.gen.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Proves it from the pattern itself instead of trying strings, however long that takes on a busy machine. */
const options = { checker: 'automaton', timeout: null } as const;

/** Every regular expression that the checks of all operations use. */
function patternsInUse(): RegExp[] {
  const used = new Map<string, RegExp>();
  for (const name of ['exec', 'test'] as const) {
    const original = RegExp.prototype[name] as (text: string) => unknown;
    vi.spyOn(RegExp.prototype, name).mockImplementation(function (this: RegExp, text: string) {
      used.set(String(this), this);
      return original.call(this, text) as never;
    });
  }
  const texts = [
    'https://u@[::1]:80/a?b#c',
    'riley@example.com',
    '2016-12-31T23:59:60Z',
    '000-00-0000',
    '0.00',
    '2021',
    'id,state',
    'JVBERi0xLjQK',
  ];
  const all = [request, response, laterRequest, laterResponse].map(({ operations }) => operations);
  for (const schema of schemasIn(all)) {
    for (const text of texts) fill(schema, text);
  }
  return [...used.values()];
}

interface Definition {
  readonly def: Record<string, unknown> & {
    readonly checks?: { _zod: { check(payload: object): void } }[];
  };
}

/** Every definition in schemas. */
function* schemasIn(part: unknown, seen = new Set<unknown>()): Iterable<Definition> {
  if (typeof part !== 'object' || part === null || seen.has(part)) return;
  seen.add(part);
  if ('_zod' in part) {
    const definition = part._zod as Definition;
    yield definition;
    const { definition: inner } = definition.def as { definition?: () => unknown };
    yield* schemasIn(inner?.(), seen);
    yield* schemasIn(definition.def, seen);
    return;
  }
  for (const inside of Object.values(part)) yield* schemasIn(inside, seen);
}

/** Runs the rules of a string on a text. */
function fill({ def }: Definition, text: string): void {
  if (def['type'] !== 'string') return;
  for (const { _zod } of def.checks ?? []) _zod.check({ value: text, issues: [] });
}

test('every pattern matches in linear time', { timeout: 120_000 }, () => {
  const patterns = patternsInUse();
  vi.restoreAllMocks();
  expect(patterns.length).toBeGreaterThanOrEqual(12);
  const slow = patterns.filter(({ source, flags }) => checkSync(source, flags, options).status !== 'safe');
  expect(slow).toEqual([]);
  expect(checkSync('^(a+)+$', '', options).status, 'the checker itself').toBe('vulnerable');
});
