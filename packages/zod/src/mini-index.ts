import { operations as requests } from './generated/mini-request.gen.ts';
import { operations as responses } from './generated/mini-response.gen.ts';
import { type Validation, validationOf } from './validation.ts';

export * from './exports.ts';
export type { Schema } from './mini.ts';

/** What judges each operation: the plug for `@truework-legacy/client`, and for whatever else sends and receives. */
export const validation: Validation = /* @__PURE__ */ validationOf(requests, responses);
