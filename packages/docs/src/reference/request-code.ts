// A request as code. Runs at build for the samples, and in the browser for what the console copies.

/** A request, ready to be sent. */
export interface CodeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined if it has none. */
  readonly body: unknown;
}

/** The same as a call of the client. */
export interface ClientCall {
  /** The method, such as `verifications.create`. */
  readonly sdk: string;
  readonly server: string;
  readonly key: string;
  readonly ids: readonly string[];
  readonly body: unknown;
  readonly query: Readonly<Record<string, unknown>>;
  /** Parameters that are headers. They are options of the call. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the program calls the result. */
  readonly result: string;
}

export function curl({ method, url, headers, body }: CodeRequest): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  return [
    ...(method === 'GET' ? [`curl ${quoted(url)}`] : [`curl --request ${method}`, `--url ${quoted(url)}`]),
    ...Object.entries(headers).map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data ${quoted(indented(JSON.stringify(body, null, 2)))}`]),
  ].join(' \\\n  ');
}

export function typescript({ sdk, server, key, ids, body, query, headers, result }: ClientCall): string {
  const hasBody = body !== undefined;
  const options = {
    ...(hasBody && query),
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [camelCase(name), value])),
  };
  const hasOptions = Object.keys(options).length > 0;
  const given = [
    ...ids,
    ...(hasBody ? [body] : Object.keys(query).length > 0 || hasOptions ? [query] : []),
    ...(hasOptions ? [options] : []),
  ].map((value) => literalIn('javascript', value));
  const args =
    ids.length > 1 ? `\n  ${given.map((one) => indented(one)).join(',\n  ')},\n` : given.join(', ');
  return `import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: ${quote(key)},
  environment: ${quote(server)},
});

const ${result} = await truework.${sdk}(${args});
console.log(${result});
`;
}

function camelCase(name: string): string {
  return name
    .replace(/^./, (letter) => letter.toLowerCase())
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

export function fetchCall({ method, url, headers, body }: CodeRequest): string {
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

export function python({ method, url, headers, body }: CodeRequest): string {
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
