import { banner } from './banner.ts';
import { type OpenApi, operationsOf, typeNameOf } from './openapi.ts';

/** What the sandbox's handlers take and may answer, by operationId: a handler that is missing does not compile. */
export function operationTypes(api: OpenApi): string {
  const ids = operationsOf(api).map(({ operation }) => operation.operationId);
  return `${banner}

import type {
${ids.flatMap((id) => [`  ${typeNameOf(id)}Data,`, `  ${typeNameOf(id)}Responses,`]).join('\n')}
} from './types.gen.ts';

/** The request of each operation, and the body of each of its successes by status. */
export interface OperationTypes {
${ids.map((id) => `  ${id}: { request: ${typeNameOf(id)}Data; responses: ${typeNameOf(id)}Responses };`).join('\n')}
}
`;
}
