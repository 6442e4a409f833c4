import {
  type BodyEntry,
  childrenOf,
  type Example,
  type OperationEntry,
  operationsOf,
  pointerTo,
  webhooksOf,
} from '../document/index.ts';
import { document, type Json } from './openapi-document.ts';

/** The operations that a client may call. */
export const operations: readonly OperationEntry[] = operationsOf(document);

/** The webhooks that the API sends. */
export const webhooks: readonly OperationEntry[] = webhooksOf(document);

/** The examples of a body. */
export function examplesOf({ pointer }: BodyEntry): { name: string; value: Json }[] {
  return childrenOf<Example>(document, pointerTo(pointer, 'examples')).map(([name, { value }]) => ({
    name,
    value: (value.value ?? null) as Json,
  }));
}
