import { operations as requests } from './generated/request.gen.ts';
import { operations as responses } from './generated/response.gen.ts';
import { type Validation, validationOf } from './validation.ts';

export type { Schema } from './classic.ts';
export * from './exports.ts';

/**
 * The validators of each operation, for `standardSchemas` of `@truework-legacy/client/validation` and for any other code that sends or
 * receives.
 */
export const validation: Validation = /* @__PURE__ */ validationOf(requests, responses);
