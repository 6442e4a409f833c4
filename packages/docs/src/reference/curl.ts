import type { OpenApiDocument } from '@truework-legacy/spec/document';
import type { Field } from './field.ts';
import { acceptHeader, EXAMPLE_KEY, localServer } from './local-sandbox.ts';
import type { OperationPage } from './operation.ts';

/** A command line for an operation: its first example, sent to the sandbox of this project. */
export function curlSample(document: OpenApiDocument, page: OperationPage): string {
  const lines = [
    `curl --request ${page.method} ${quoted(localServer(document) + filledPath(page))}`,
    `--header ${quoted(`Authorization: Bearer ${EXAMPLE_KEY}`)}`,
    `--header ${quoted(`Accept: ${acceptHeader(document, 'application/json')}`)}`,
    ...required(page, 'header').map((field) => `--header ${quoted(`${field.name}: ${field.example ?? ''}`)}`),
  ];
  const example = page.body?.examples[0];
  if (page.body && example) {
    lines.push(
      `--header ${quoted(`Content-Type: ${page.body.contentType}`)}`,
      `--data ${quoted(JSON.stringify(example.value, null, 2))}`,
    );
  }
  return lines.join(' \\\n  ');
}

function filledPath(page: OperationPage): string {
  const fields = new Map(page.parameters.map(({ field }) => [field.name, field]));
  const path = page.target.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(fields.get(name)?.example ?? name),
  );
  const query = required(page, 'query').map(
    (field) => `${field.name}=${encodeURIComponent(field.example ?? '')}`,
  );
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}

function required(page: OperationPage, location: 'header' | 'query'): Field[] {
  return page.parameters
    .filter((parameter) => parameter.in === location && parameter.field.required)
    .map(({ field }) => field);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
