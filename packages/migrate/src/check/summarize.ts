import { type RouteName, routeOf } from '../fetch/route.ts';
import { isObject } from '../fields.ts';
import { operations } from '../generated/operations.gen.ts';
import type {
  CancellationInput,
  CredentialsSessionInput,
  ReverificationInput,
  VerificationInput,
} from '../generated/types.gen.ts';
import type { Note, NoteKind } from '../note.ts';
import { toCancellation } from '../to-cancellation.ts';
import { toDirectOrder } from '../to-direct-order.ts';
import { toOrder } from '../to-order.ts';
import { toReverification } from '../to-reverification.ts';
import type { RecordedRequest } from './read-traffic.ts';

/** How many requests of an operation there are, and how many convert. */
export interface OperationCount {
  readonly operation: RouteName;
  requests: number;
  converted: number;
  /** Of the others, those that only lack something. */
  needing: number;
  rejected: number;
}

/** How many requests of an operation have the same note. */
export interface NoteCount extends Note {
  readonly operation: RouteName;
  count: number;
}

/** A summary of recorded requests, without their values. */
export interface Summary {
  readonly operations: readonly OperationCount[];
  readonly notes: readonly NoteCount[];
  /** Requests of something else. */
  readonly others: number;
  readonly unreadable: number;
}

/** Hosts of Truework, and of a sandbox on this machine. */
const hosts = /(^|\.)truework(-sandbox)?\.com$|^localhost$|^127\.0\.0\.1$/;

/**
 * Counts what becomes of each request.
 *
 * @param traffic - Requests, and undefined for any other record.
 * @param baseUrl - Where requests are sent to, if not to Truework.
 */
export async function summarize(
  traffic: AsyncIterable<RecordedRequest | undefined>,
  baseUrl?: string,
): Promise<Summary> {
  const counts = new Map<RouteName, OperationCount>();
  const notes = new Map<string, NoteCount>();
  let others = 0;
  let unreadable = 0;
  for await (const request of traffic) {
    if (request === undefined) {
      unreadable += 1;
      continue;
    }
    const operation = operationOf(request, baseUrl);
    if (operation === undefined) {
      others += 1;
      continue;
    }
    const found = notesOf(operation, request);
    const count = counts.get(operation) ?? {
      operation,
      requests: 0,
      converted: 0,
      needing: 0,
      rejected: 0,
    };
    counts.set(operation, count);
    count.requests += 1;
    count[outcomeOf(found)] += 1;
    for (const note of distinct(found)) {
      const key = JSON.stringify([operation, note]);
      const seen = notes.get(key) ?? { operation, ...note, count: 0 };
      notes.set(key, seen);
      seen.count += 1;
    }
  }
  return {
    operations: [...counts.values()],
    notes: [...notes.values()].sort(byWeight),
    others,
    unreadable,
  };
}

function operationOf({ method, url }: RecordedRequest, baseUrl?: string): RouteName | undefined {
  try {
    const { hostname } = new URL(url, 'https://api.truework.com');
    const isSent = hosts.test(hostname) || (baseUrl !== undefined && url.startsWith(baseUrl));
    return isSent ? routeOf(method, url)?.operation : undefined;
  } catch {
    return undefined;
  }
}

function notesOf(operation: RouteName, { url, body, requestSync }: RecordedRequest): Note[] {
  const query = new URL(url, 'https://api.truework.com').searchParams;
  const lost = Object.entries(operations[operation].lost).filter(([name]) => query.has(name));
  const notes = lost.map(([name, reason]): Note => ({ kind: 'lost', path: `?${name}`, reason }));
  return [...notes, ...bodyNotesOf(operation, body, requestSync)];
}

function bodyNotesOf(operation: RouteName, body: unknown, requestSync: string | undefined): readonly Note[] {
  const takesBody = /^(create|reverify|cancel)/.test(operation);
  if (operation === 'searchCompanies')
    return [{ kind: 'reject', path: '', reason: 'There is no successor.' }];
  if (!takesBody) return [];
  if (!isObject(body))
    return [{ kind: 'reject', path: '', reason: 'The body was not recorded, or is not JSON.' }];
  if (operation === 'createVerification')
    return toOrder(body as unknown as VerificationInput, {
      requestSync: requestSync === 'sync' ? 'sync' : 'async',
    }).notes;
  if (operation === 'createCredentialsSession')
    return toDirectOrder(body as unknown as CredentialsSessionInput).notes;
  if (operation === 'reverifyVerification')
    return toReverification(body as unknown as ReverificationInput).notes;
  const { notes } = toCancellation(body as unknown as CancellationInput, { orderId: 'order' });
  const reason =
    'An order is cancelled by its own id. Store it when you create, or let ordersFetch look it up.';
  return [...notes, { kind: 'behavior', path: 'orderId', reason }];
}

function outcomeOf(notes: readonly Note[]): 'converted' | 'needing' | 'rejected' {
  const kinds = new Set<NoteKind>(notes.map(({ kind }) => kind));
  if (kinds.has('reject')) return 'rejected';
  return kinds.has('supply') ? 'needing' : 'converted';
}

/** Each note once, whichever item of a list it is about. */
function distinct(notes: readonly Note[]): Note[] {
  const all = notes.map(({ kind, path, reason }) => ({
    kind,
    path: path.replaceAll(/\/\d+(?=\/|$)/g, '/*'),
    reason,
  }));
  return [...new Map(all.map((note) => [JSON.stringify(note), note])).values()];
}

const kinds: readonly NoteKind[] = ['reject', 'supply', 'lost', 'assumed', 'behavior'];

function byWeight(a: NoteCount, b: NoteCount): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || b.count - a.count || (a.path < b.path ? -1 : 1);
}
