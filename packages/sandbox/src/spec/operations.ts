import type { OperationTypes } from '../generated/operations.gen.ts';
import * as generated from '../generated/spec-operations.gen.ts';

/** Id of an operation of the API. */
export type OperationId = keyof OperationTypes;

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly allowEmptyValue?: boolean;
  readonly type?: string;
  readonly default?: string | number | boolean;
  /** JSON pointer to its schema in the spec. */
  readonly pointer: string;
  /** The smallest and the largest number. No value is rejected: a larger one counts as the largest, any other as absent. */
  readonly clamped?: { readonly least: number; readonly most: number };
  /** The bounds of its length, if these are all that the schema says. */
  readonly boundedText?: { readonly least: number; readonly most: number };
}

/** One operation of the spec, as the sandbox needs it. */
export interface SpecOperation {
  readonly id: OperationId;
  readonly method: string;
  /** The path's parts: a literal, or the name of a parameter in braces. */
  readonly segments: readonly string[];
  readonly parameters: readonly Parameter[];
  /** JSON pointer to the schema of the JSON body. Absent if the operation takes no body. */
  readonly bodyPointer?: string;
  /** JSON pointers to the schemas of its JSON responses, by status. */
  readonly responsePointers: Readonly<Record<number, string>>;
  /** Media types of its success response. */
  readonly mediaTypes: readonly string[];
}

/** One webhook of the spec, as the sandbox needs it. */
export interface SpecWebhook {
  /** The spec's operationId. */
  readonly id: string;
  /** JSON pointer to the schema of its body. */
  readonly bodyPointer: string;
}

/** The version of the API that the spec describes. */
export const { apiVersion } = generated;

/** All operations of the spec. */
export const specOperations: readonly SpecOperation[] = generated.specOperations;

/** All webhooks of the spec by event. */
export const specWebhooks: Readonly<Record<string, SpecWebhook>> = generated.specWebhooks;
