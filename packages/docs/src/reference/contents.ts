import { ANY_NAME, type Field } from './field.ts';
import { type Answer, kebabCase, type OperationPage } from './operation.ts';

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
    ...(page.body ? [part('body', bodyTitle(page)), ...page.body.root.members.map(line)] : []),
    ...page.responses.flatMap((answer) => [part(answer.anchor, answer.title), ...answerLines(answer)]),
  ];
}

export function bodyTitle({ kind }: OperationPage): string {
  return kind === 'webhook' ? 'Payload' : 'Request body';
}

function answerLines({ body, bodyAsUnder }: Answer): Heading[] {
  return body && !bodyAsUnder ? body.root.members.map(line) : [];
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
