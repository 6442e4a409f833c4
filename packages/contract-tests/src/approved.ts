import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { lastNameIn } from '@truework-legacy/spec/document';
import type { Constraint, Location, Locations } from './constraints.ts';
import type { Sample } from './samples.ts';
import type { SpecOperation } from './spec-operations.ts';
import { specSource } from './spec-source.ts';
import type { Words } from './words.ts';

/** What the spec is meant to say. */
export interface Approved {
  readonly operations: readonly SpecOperation[];
  /** Every location, with the values that are valid and invalid there. */
  readonly locations: Locations;
  readonly words: Words;
}

/** What was approved of the spec. */
export const approved: Approved = JSON.parse(
  readFileSync(join(import.meta.dirname, '../constraints/approved.json'), 'utf8'),
) as Approved;

/** The locations as the file has them: a line for each keyword, so that a difference is a line. */
export function approvedText({ operations, locations, words }: Approved): string {
  const entries = Object.entries(locations).map(([pointer, { constraints, ...facts }]) => {
    const lines = Object.entries(constraints).map(
      ([keyword, constraint]) => `      ${JSON.stringify(keyword)}: ${JSON.stringify(constraint)}`,
    );
    const known = Object.entries(facts).map(
      ([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
    );
    return `  ${JSON.stringify(pointer)}: {\n${known.join('')}    "constraints": {\n${lines.join(',\n')}\n    }\n  }`;
  });
  const listed = operations.map(operationText).join(',\n');
  const said = Object.entries(words).map(([pointer, word]) => `  ${JSON.stringify(pointer)}: ${show(word)}`);
  return `{\n"operations": [\n${listed}\n],\n"locations": {\n${entries.join(',\n')}\n},\n"words": {\n${said.join(',\n')}\n}\n}\n`;
}

/** A line for each thing that an operation is said to be. */
function operationText(operation: SpecOperation): string {
  const { parameters, responses, ...facts } = operation;
  const lines = [
    ...Object.entries(facts).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    `"parameters": [${parameters.map((parameter) => `\n    ${JSON.stringify(parameter)}`).join(',')}]`,
    `"responses": {${Object.entries(responses)
      .map(([status, response]) => `\n    "${status}": ${JSON.stringify(response)}`)
      .join(',')}}`,
  ];
  return `  {\n  ${lines.join(',\n  ')}\n  }`;
}

/** What to do if the spec and what was approved differ. */
export const howToApprove =
  'If this is meant: `pnpm constraints:approve`, read the difference, and say in the changeset what changed. If not: fix the spec.';

/**
 * Where the spec says something else than was approved.
 *
 * @returns Remarks for a person, one for each difference, with the line of the spec.
 */
export function unapprovedLocations(locations: Locations): string[] {
  const pointers = new Set([...Object.keys(approved.locations), ...Object.keys(locations)]);
  return [...pointers].flatMap((pointer) => {
    const now = locations[pointer];
    const before = approved.locations[pointer];
    const at = `${pointer} (${specSource(pointer)})`;
    if (now === undefined) return [`${at} is gone from the spec.`];
    if (before === undefined) return [`${at} is new in the spec.`];
    return [
      ...factChanges(before, now).map((change) => `${at}: ${change}`),
      ...keywordChanges(before, now).map(
        ([keyword, change]) => `${pointer}/${keyword} (${specSource(`${pointer}/${keyword}`)}): ${change}`,
      ),
    ];
  });
}

/**
 * Where the spec says something else in words or examples than was approved.
 *
 * @returns Remarks for a person, one for each difference, with the line of the spec.
 */
export function unapprovedWords(now: Words): string[] {
  return [...new Set([...Object.keys(approved.words), ...Object.keys(now)])]
    .filter((pointer) => !isDeepStrictEqual(approved.words[pointer], now[pointer]))
    .map((pointer) => {
      const [was, is] = changedParts(approved.words[pointer], now[pointer]);
      return `${specSource(pointer)}: ${wasAndIs(lastNameIn(pointer), was, is)} (${pointer})`;
    });
}

/** Two texts without what both begin or end with, except for three words of it. */
function changedParts(was: unknown, is: unknown): [unknown, unknown] {
  if (typeof was !== 'string' || typeof is !== 'string') return [was, is];
  const [one, other] = [was.split(/\s+/), is.split(/\s+/)];
  const before = Math.max(0, alike(one, other) - 3);
  const after = Math.max(0, alike(one.slice(before).reverse(), other.slice(before).reverse()) - 3);
  const part = (words: readonly string[]) =>
    [before > 0 ? '…' : [], words.slice(before, words.length - after), after > 0 ? '…' : []].flat().join(' ');
  return [part(one), part(other)];
}

/** How many words two texts begin with alike. */
function alike(one: readonly string[], other: readonly string[]): number {
  const first = one.findIndex((word, index) => word !== other[index]);
  return first < 0 ? one.length : first;
}

/**
 * Where the spec's operations and webhooks are others than those that were approved.
 *
 * @returns Remarks for a person, with the line of the spec.
 */
export function unapprovedOperations(now: readonly SpecOperation[]): string[] {
  const ids = new Set([...approved.operations, ...now].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const was = approved.operations.find((operation) => operation.id === id);
    const is = now.find((operation) => operation.id === id);
    if (was === undefined) return [`${id} is new in the spec.`];
    if (is === undefined) return [`${id} is gone from the spec (${specSource(was.pointer)}).`];
    const [before, after] = [flattened(was), flattened(is)];
    return [...new Set([...before.keys(), ...after.keys()])]
      .filter((name) => !isDeepStrictEqual(before.get(name), after.get(name)))
      .map(
        (name) => `${id} (${specSource(is.pointer)}): ${wasAndIs(name, before.get(name), after.get(name))}`,
      );
  });
}

/** What an operation is said to be, each thing under a name of its own. */
function flattened({ parameters, responses, ...facts }: SpecOperation): Map<string, unknown> {
  return new Map<string, unknown>([
    ...Object.entries(facts),
    ...parameters.map((parameter) => [`the ${parameter.in} parameter ${parameter.name}`, parameter] as const),
    ...Object.entries(responses).map(([status, response]) => [`the response ${status}`, response] as const),
  ]);
}

/** Of two objects, only the fields in which they differ. */
function wasAndIs(name: string, was: unknown, is: unknown): string {
  const [before, now] = [was, is].map((whole, index, both) => {
    const other = both[1 - index];
    if (!isFields(whole) || !isFields(other)) return whole;
    return Object.fromEntries(
      Object.entries(whole).filter(([field, value]) => !isDeepStrictEqual(value, other[field])),
    );
  });
  return `${name} was ${show(before)}, and is ${show(now)}.`;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function factChanges(before: Location, now: Location): string[] {
  return (['source', 'personal', 'default', 'encoding', 'meanings', 'sources', 'final', 'essential'] as const)
    .filter((name) => !isDeepStrictEqual(before[name], now[name]))
    .map((name) => wasAndIs(name, before[name], now[name]));
}

function keywordChanges(before: Location, now: Location): [string, string][] {
  const keywords = new Set([...Object.keys(before.constraints), ...Object.keys(now.constraints)]);
  return [...keywords].flatMap((keyword): [string, string][] => {
    const was = before.constraints[keyword];
    const is = now.constraints[keyword];
    if (isDeepStrictEqual(was, is)) return [];
    return [[keyword, change(keyword, was, is)]];
  });
}

function change(keyword: string, was: Constraint | undefined, is: Constraint | undefined): string {
  if (was === undefined) return `${keyword} is new: ${show(is?.value)}.`;
  if (is === undefined) return `${keyword} is gone. It was ${show(was.value)}.`;
  for (const [name, fact] of Object.entries({ value: keyword, bound: 'its owner', words: 'its words' }) as [
    'value' | 'bound' | 'words',
    string,
  ][]) {
    if (!isDeepStrictEqual(was[name], is[name])) return wasAndIs(fact, was[name], is[name]);
  }
  const [before, now] = [was, is].map(({ valid, invalid }) => [...valid, ...invalid]) as [Sample[], Sample[]];
  const reported = [
    sentence(without(is.valid, was.valid), 'is valid now'),
    sentence(without(is.invalid, was.invalid), 'is invalid now'),
    sentence(without(before, now), 'is not tried any more'),
  ];
  return reported.filter((text) => text !== '').join(' ');
}

function without(samples: readonly Sample[], others: readonly Sample[]): Sample[] {
  return samples.filter((sample) => !others.some((other) => isDeepStrictEqual(sample, other)));
}

function sentence(samples: readonly Sample[], what: string): string {
  if (samples.length === 0) return '';
  const named = samples.map((sample) => {
    const left = (sample as { $without?: string } | null)?.$without;
    return left === undefined ? show(sample) : `leaving out \`${left}\``;
  });
  return `${named.join(', ')} ${what}.`;
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
