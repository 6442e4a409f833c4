import {
  type BodyEntry,
  childrenOf,
  type Example,
  jsonSchemaOf,
  type OperationEntry,
  operationsOf,
  pointerTo,
  type ResponseEntry,
  webhooksOf,
} from '../document/index.ts';
import { document, type Json } from './openapi-document.ts';

/** The operations that a client may call. */
export const operations: readonly OperationEntry[] = operationsOf(document);

/** The webhooks that the API sends. */
export const webhooks: readonly OperationEntry[] = webhooksOf(document);

/** The success response of an operation. */
export function successOf({ id, responses }: OperationEntry): ResponseEntry {
  const success = responses.find(({ status }) => status.startsWith('2'));
  if (success === undefined) throw new Error(`${id} has no response for success.`);
  return success;
}

/** Pointer to the schema of the body of an operation or a webhook. */
export function requestSchema(id: string): string {
  return pointerOf(jsonSchemaOf(operationOf(id).requestBody), id);
}

/** Pointer to the schema of the response body for a status. */
export function responseSchema(id: string, status: string): string {
  const response = operationOf(id).responses.find((candidate) => candidate.status === status);
  return pointerOf(jsonSchemaOf(response), `${id} ${status}`);
}

/** The examples of a body. */
export function examplesOf({ pointer }: BodyEntry): { name: string; value: Json }[] {
  return childrenOf<Example>(document, pointerTo(pointer, 'examples')).map(([name, { value }]) => ({
    name,
    value: (value.value ?? null) as Json,
  }));
}

function operationOf(id: string): OperationEntry {
  const operation = [...operations, ...webhooks].find((candidate) => candidate.id === id);
  if (operation === undefined) throw new Error(`The document has no operation ${id}.`);
  return operation;
}

function pointerOf(schema: { pointer: string } | undefined, where: string): string {
  if (schema === undefined) throw new Error(`The document has no JSON body for ${where}.`);
  return schema.pointer;
}
