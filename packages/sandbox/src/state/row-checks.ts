import { isRecord } from '../errors/index.ts';
import { depthLimit, isDeeper } from '../http/index.ts';
import { schemaValidator, stateEdges } from '../spec/index.ts';
import { isTime } from '../time/index.ts';
import type { Cell, Row } from './store.ts';

// What a table checks in the rows of a snapshot, which somebody may have written by hand.

/** The JSON value in a cell. Returns undefined if it has no JSON. */
export function parsed(text: Cell | undefined): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Whether it is a time in whole milliseconds. */
export function isInstant(value: unknown): value is number {
  return isInteger(value) && isTime(value);
}

/** Whether it is a positive integer. */
export function isCount(value: unknown): value is number {
  return isInteger(value) && value > 0;
}

/** Whether a row's number is a positive integer, and larger than that of the row before. */
export function isAscending(name: string, row: Row, before: Row | undefined): boolean {
  const value = row[name];
  return isCount(value) && value > Number(before?.[name] ?? 0);
}

/** Whether it is the state of a verification. */
export function isState(value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(stateEdges, value);
}

/** @param schema - Name of a schema of the spec. */
export function isValid(value: unknown, schema: string): boolean {
  return schemaValidator(`#/components/schemas/${schema}`)(value) === true;
}

/** Whether it is the body of a create. Documents are stored without their content. */
export function isInput(text: Cell | undefined, schema: string): boolean {
  const input = parsed(text);
  if (!isRecord(input) || isDeeper(input, depthLimit)) return false;
  const { documents } = input;
  if (!Array.isArray(documents)) return isValid(input, schema);
  const withContent = documents.map((document) => ({ ...document, content: '-' }));
  return isValid({ ...input, documents: withContent }, schema);
}
