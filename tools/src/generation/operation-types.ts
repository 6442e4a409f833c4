import { type OpenApiDocument, operationsOf } from '@truework-legacy/spec/document';
import { banner } from './banner.ts';
import { pascalCase } from './client-plugin/method.ts';

/** What the sandbox's handlers take and may respond, by operationId: a missing handler does not compile. */
export function operationTypes(
  document: OpenApiDocument,
  { name, types } = { name: 'OperationTypes', types: './types.gen.ts' },
): string {
  const ids = operationsOf(document).map(({ id, operation }) => {
    if (operation.operationId === undefined)
      throw new Error(
        `${name}: an operation of ${id} has no operationId. Add the name of its handler to the document.`,
      );
    return id;
  });
  return `${banner}

import type {
${ids.flatMap((id) => [`  ${pascalCase(`${id}Data`)},`, `  ${pascalCase(`${id}Responses`)},`]).join('\n')}
} from '${types}';

/** The request of each operation, and the body of each of its successes by status. */
export interface ${name} {
${ids.map((id) => `  ${id}: { request: ${pascalCase(`${id}Data`)}; responses: ${pascalCase(`${id}Responses`)} };`).join('\n')}
}
`;
}
