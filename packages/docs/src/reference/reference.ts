import { type OpenApiDocument, operationsOf, webhooksOf } from '@truework-legacy/spec/document';
import bundle from '@truework-legacy/spec/openapi.json' with { type: 'json' };
import { homesOf, type OperationPage, pageOf } from './operation.ts';

/** The bundled description of the API, as pages. */
export interface ReferencePages {
  readonly document: OpenApiDocument;
  readonly pages: readonly OperationPage[];
  readonly groups: readonly PageGroup[];
}

export interface PageGroup {
  readonly label: string;
  readonly description: string | undefined;
  readonly pages: readonly OperationPage[];
}

export function readReference(document: OpenApiDocument): ReferencePages {
  const operations = operationsOf(document);
  const homes = homesOf(operations);
  const requests = operations.map((entry) => pageOf(document, 'request', entry, homes));
  const webhooks = webhooksOf(document).map((entry) => pageOf(document, 'webhook', entry));
  return { document, pages: [...requests, ...webhooks], groups: groupsOf(document, requests, webhooks) };
}

export const reference = readReference(bundle as unknown as OpenApiDocument);

function groupsOf(
  document: OpenApiDocument,
  requests: readonly OperationPage[],
  webhooks: readonly OperationPage[],
): PageGroup[] {
  const tags = document.tags ?? [];
  const known = new Set(tags.map(({ name }) => name));
  return [
    ...tags.map(({ name, description }) => ({
      label: name,
      description,
      pages: requests.filter(({ tag }) => tag === name),
    })),
    {
      label: 'Other operations',
      description: undefined,
      pages: requests.filter(({ tag }) => tag === undefined || !known.has(tag)),
    },
    { label: 'Webhooks', description: undefined, pages: webhooks },
  ].filter(({ pages }) => pages.length > 0);
}
