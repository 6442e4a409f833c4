import { operations as requests } from './generated/request.gen.ts';
import { operations as responses } from './generated/response.gen.ts';
import { type Validation, validationOf } from './validation.ts';

export type { Schema } from './classic.ts';
export * from './exports.ts';

/** What judges each operation: the plug for `@truework-legacy/client`, and for whatever else sends and receives. */
export const validation: Validation = /* @__PURE__ */ validationOf(requests, responses);
