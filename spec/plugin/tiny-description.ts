/** The smallest description that Redocly accepts, around the part that a test is about. */
export function withSchemas(schemas: string): string {
  return tiny(`paths: {}\ncomponents:\n  schemas:\n${indent(schemas, 4)}`);
}

export function withPaths(paths: string, rest = ''): string {
  return tiny(`paths:\n${indent(paths, 2)}\n${rest}`);
}

export function withWebhook(operation: string): string {
  return tiny(`webhooks:\n  thing.changed:\n    post:\n${indent(operation, 6)}`);
}

function tiny(rest: string): string {
  return `openapi: 3.1.0\ninfo: { title: Tiny, version: "1" }\n${rest}`;
}

function indent(text: string, width: number): string {
  return text
    .trim()
    .split('\n')
    .map((line) => ' '.repeat(width) + line)
    .join('\n');
}
