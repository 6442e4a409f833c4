import { lastNameIn, locate, namesIn, pointerTo } from '@truework-legacy/spec/document';
import { bodyOf, type Ids, idsIn, methodThatIsNotAllowed, type PlainRequest, requestOf } from './calls.ts';
import { spec } from './spec.ts';
import type { SpecOperation } from './spec-operations.ts';
import { schemaAt, withQuery } from './wrong-requests.ts';

/** A request that may lead to a status. */
export interface Attempt extends PlainRequest {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes what the operations are about. */
export interface Subjects {
  /** A completed verification, and its report. */
  completed(): Promise<Ids>;
  /** A verification that can still be cancelled. */
  waiting(): Promise<Ids>;
}

/**
 * The requests that lead to a status by honest means: what is sent first, and what if another status came. Truework responds to them in the
 * same way, as far as is known.
 *
 * @returns Empty if nothing leads there but sending too much, a person who froze their data, a key without a permission, or a failure of
 * the server.
 */
export function waysTo(
  status: number,
  operation: SpecOperation,
  subjects: Subjects,
): readonly (() => Promise<Attempt> | Attempt)[] {
  const { id } = operation;
  const plain = requestOf(id);
  switch (status) {
    case 400: {
      if (bodyOf(id) !== undefined) return ofSubjects(operation, subjects, { body: {} });
      // Of what else may be sent, it is not known what the vendor rejects.
      const name = queryOfValues(operation);
      return name === undefined
        ? []
        : [() => ({ ...plain, path: withQuery(plain.path, name, 'unheard-of') })];
    }
    case 401:
      return [() => ({ ...plain, headers: { Authorization: 'Bearer tw_pk_test_0000' } })];
    case 404:
      return [() => plain];
    case 405:
      return [() => ({ method: methodThatIsNotAllowed(id), path: plain.path })];
    case 406:
      return [() => ({ ...plain, headers: { Accept: 'application/json; version=1999-01-01' } })];
    case 403:
      return isShared(operation, status) ? [] : ofSubjects(operation, subjects);
    default:
      return status < 300 ? ofSubjects(operation, subjects) : [];
  }
}

/** A request about each subject, or one if the operation is about none. */
function ofSubjects(
  { id, path }: SpecOperation,
  { completed, waiting }: Subjects,
  change: Partial<Attempt> = {},
): readonly (() => Promise<Attempt> | Attempt)[] {
  if (idsIn({ path }).length === 0) return [() => ({ ...requestOf(id), ...change })];
  return [completed, waiting].map((make) => async () => ({ ...requestOf(id, await make()), ...change }));
}

/** Whether a response is the one that operations share, for accounts that may not do it. */
function isShared({ pointer }: SpecOperation, status: number): boolean {
  const response = locate(spec, pointerTo(pointer, 'responses', status));
  return namesIn(response.pointer)[0] === 'components' && lastNameIn(response.pointer) === 'Forbidden';
}

/** A parameter of the query that takes some values only. */
function queryOfValues({ parameters }: SpecOperation): string | undefined {
  return parameters.find(({ in: location, pointer }) => {
    const { enum: values, anyOf = [] } = schemaAt(pointer);
    return location === 'query' && (values !== undefined || anyOf.length > 0);
  })?.name;
}

/** What to do if an operation never responds with a status. */
export const howToReach =
  'If it takes an id of something other than a verification or a report, have `completed()` or `waiting()` in this test make one.';
