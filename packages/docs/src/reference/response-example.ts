import type { ReferencePages } from './reference.ts';

/** The first example of an operation's response, for a guide that shows it. */
export function responseExample({ pages }: ReferencePages, operationId: string, status: string): unknown {
  const page = pages.find(({ id }) => id === operationId);
  const example = page?.responses.find((response) => response.status === status)?.body?.examples[0];
  if (!example) throw new Error(`${operationId} has no example for status ${status}.`);
  return example.value;
}
