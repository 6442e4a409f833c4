// The exports of both entry points, for zod and for zod/mini.

export { type Drift, drift } from './drift.ts';
export type * from './generated/types.gen.ts';
export { type Failure, toApiErrorBody, toInvalidFields } from './invalid-fields.ts';
export type { Issue, IssueKind } from './issue.ts';
export type { CheckedSchema, Validation } from './validation.ts';
