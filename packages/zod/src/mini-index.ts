import { operations as requests } from './generated/mini-request.gen.ts';
import { operations as responses } from './generated/mini-response.gen.ts';
import { type Validation, validationOf } from './validation.ts';

export * from './exports.ts';
export type { Schema } from './mini.ts';

/**
 * The validators of each operation, for `standardSchemas` of `@truework-legacy/client/validation` and for any other code that sends or
 * receives.
 */
export const validation: Validation = /* @__PURE__ */ validationOf(requests, responses);
