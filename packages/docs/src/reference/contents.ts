import { ANY_NAME, type Field } from './field.ts';
import { kebabCase, type OperationPage, type OperationResponse } from './operation.ts';

/** A line of the table of contents. */
export interface Heading {
  readonly depth: number;
  readonly slug: string;
  readonly text: string;
}

/** The table of contents of an operation's page: its parts, and the fields on the first level of each. */
export function contentsOf(page: OperationPage): Heading[] {
  return [
    ...(page.kind === 'request' ? [part('sample', 'Sample'), part('try-it', 'Try it')] : []),
    ...(page.parameters.length > 0
      ? [part('parameters', 'Parameters'), ...page.parameters.map(({ field }) => line(field))]
      : []),
    ...(page.body ? [part('body', bodyTitle(page)), ...page.body.root.fields.map(line)] : []),
    ...page.responses.flatMap((response) => [
      part(response.anchor, response.title),
      ...responseLines(response),
    ]),
  ];
}

export function bodyTitle({ kind }: OperationPage): string {
  return kind === 'webhook' ? 'Payload' : 'Request body';
}

function responseLines({ body, bodyAsUnder }: OperationResponse): Heading[] {
  return body && !bodyAsUnder ? body.root.fields.map(line) : [];
}

function part(slug: string, text: string): Heading {
  return { depth: 2, slug, text };
}

function line({ anchor, name }: Field): Heading {
  return { depth: 3, slug: anchor, text: name === ANY_NAME ? 'any name' : name };
}

/** The anchor of a group of operations on the index of the reference. */
export function groupAnchor(label: string): string {
  return kebabCase(label);
}
