import type { OpenApiDocument } from '@truework-legacy/spec/document';
import type { Field } from './field.ts';
import { acceptHeader, EXAMPLE_KEY, localServer } from './local-sandbox.ts';
import type { NamedExample, OperationPage } from './operation.ts';

/** The languages that a request is shown in, in the order of their tabs. */
export const LANGUAGES = {
  curl: { label: 'curl', highlightedAs: 'sh' },
  typescript: { label: 'TypeScript', highlightedAs: 'ts' },
  fetch: { label: 'fetch', highlightedAs: 'js' },
  python: { label: 'Python', highlightedAs: 'python' },
} as const;

export type Language = keyof typeof LANGUAGES;

/** A request in every language. */
export interface Sample {
  /** The name of the example that is sent. */
  readonly summary: string;
  readonly code: Readonly<Record<Language, string>>;
}

/** Where the samples are sent, if not to the sandbox at its usual address with the ids of the examples. */
export interface Destination {
  readonly server?: string;
  readonly ids?: Readonly<Record<string, string>>;
}

/** The style that shows what has the chosen value, with no script. */
export function showing(name: string, values: readonly string[]): string {
  const chosen = values.map((value) => `.sample:has([value="${value}"]:checked) [data-${name}="${value}"]`);
  return `${chosen.join()}{display:block}`;
}

/** The requests of an operation: one for each example of its body, one if it has none. */
export function samplesOf(
  document: OpenApiDocument,
  page: OperationPage,
  { server = localServer(document), ids = {} }: Destination = {},
): Sample[] {
  const examples: readonly (NamedExample | undefined)[] = page.body ? page.body.examples : [undefined];
  return examples.map((example) => {
    const request = requestOf(document, page, example?.value, server, ids);
    return {
      summary: example?.summary ?? page.summary,
      code: {
        curl: curl(request),
        typescript: typescript(page, request, server, ids),
        fetch: fetchCall(request),
        python: python(request),
      },
    };
  });
}

interface SampleRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function requestOf(
  document: OpenApiDocument,
  page: OperationPage,
  body: unknown,
  server: string,
  ids: Readonly<Record<string, string>>,
): SampleRequest {
  const path = page.target.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(ids[name] ?? exampleOf(page, name)),
  );
  const query = new URLSearchParams(required(page, 'query').map(({ name, example = '' }) => [name, example]));
  return {
    method: page.method,
    url: `${server}${path}${query.size > 0 ? `?${query}` : ''}`,
    headers: {
      Authorization: `Bearer ${EXAMPLE_KEY}`,
      Accept: acceptHeader(document, 'application/json'),
      ...(page.body && body !== undefined && { 'Content-Type': page.body.contentType }),
      ...Object.fromEntries(required(page, 'header').map(({ name, example = '' }) => [name, example])),
    },
    body: withIds(body, ids),
  };
}

/** A body whose ids, if others are given, are those. */
function withIds(body: unknown, ids: Readonly<Record<string, string>>): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, ids[name] ?? value]));
}

function exampleOf({ parameters }: OperationPage, name: string): string {
  return parameters.find(({ field }) => field.name === name)?.field.example ?? name;
}

function required(page: OperationPage, location: 'header' | 'query'): Field[] {
  return page.parameters
    .filter((parameter) => parameter.in === location && parameter.field.required)
    .map(({ field }) => field);
}

function curl({ method, url, headers, body }: SampleRequest): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  return [
    `curl ${method === 'GET' ? '' : `--request ${method} `}${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data ${quoted(JSON.stringify(body, null, 2))}`]),
  ].join(' \\\n  ');
}

function typescript(
  page: OperationPage,
  { body }: SampleRequest,
  server: string,
  ids: Readonly<Record<string, string>>,
): string {
  const names = [...page.target.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const query = Object.fromEntries(required(page, 'query').map(({ name, example }) => [name, example]));
  const given = [
    ...names.map((name) => ids[name] ?? exampleOf(page, name)),
    ...(body === undefined ? [] : [body]),
    ...(Object.keys(query).length > 0 ? [query] : []),
  ].map((value) => literalIn('javascript', value));
  const inline = given.join(', ');
  const args = names.length > 1 ? `\n  ${given.join(',\n  ')},\n` : inline;
  return `import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: '${EXAMPLE_KEY}',
  environment: '${server}',
});

const ${resultName(page)} = await truework.${page.sdk}(${args});
console.log(${resultName(page)});
`;
}

function fetchCall({ method, url, headers, body }: SampleRequest): string {
  const init = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    `  headers: ${indented(literalIn('javascript', headers))},`,
    ...(body === undefined ? [] : [`  body: JSON.stringify(${indented(literalIn('javascript', body))}),`]),
  ];
  return `const response = await fetch('${url}', {
${init.join('\n')}
});
if (!response.ok) {
  throw new Error(\`\${response.status}: \${await response.text()}\`);
}
console.log(await response.json());
`;
}

function python({ method, url, headers, body }: SampleRequest): string {
  const given = [
    `    "${url}",`,
    ...(method === 'GET' ? [] : [`    method="${method}",`]),
    `    headers=${indented(literalIn('python', headers), 4)},`,
    ...(body === undefined
      ? []
      : [`    data=json.dumps(${indented(literalIn('python', body), 4)}).encode(),`]),
  ];
  return `import json
from urllib.request import Request, urlopen

request = Request(
${given.join('\n')}
)
with urlopen(request) as response:
    print(json.load(response))
`;
}

/** A JSON value as one writes it down in a language. */
function literalIn(language: 'javascript' | 'python', value: unknown): string {
  const isPython = language === 'python';
  const width = isPython ? 4 : 2;
  if (Array.isArray(value)) {
    return value.length === 0
      ? '[]'
      : block(
          '[',
          value.map((item) => literalIn(language, item)),
          ']',
          width,
        );
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, item]) => {
      const key = isPython ? JSON.stringify(name) : /^[a-z_]\w*$/i.test(name) ? name : quote(name);
      return `${key}: ${literalIn(language, item)}`;
    });
    return block('{', entries, '}', width);
  }
  if (typeof value === 'string') return isPython ? JSON.stringify(value) : quote(value);
  if (!isPython) return JSON.stringify(value);
  return value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : String(value);
}

function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function block(open: string, lines: readonly string[], close: string, width: number): string {
  return [open, ...lines.map((line) => `${' '.repeat(width)}${indented(line, width)},`), close].join('\n');
}

function indented(text: string, width = 2): string {
  return text.replaceAll('\n', `\n${' '.repeat(width)}`);
}

/** What a program calls what it gets. */
function resultName({ id }: OperationPage): string {
  const noun = id.replace(/^[a-z]+/, '');
  return noun.charAt(0).toLowerCase() + noun.slice(1);
}
