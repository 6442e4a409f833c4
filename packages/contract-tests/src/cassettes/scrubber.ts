import {
  bodiesOf,
  jsonSchemaOf,
  type OperationEntry,
  type Parameter,
  type Schema,
} from '@truework-legacy/spec/document';
import { schemas } from '../constraints.ts';
import type { Exchange } from '../exchange.ts';
import { parsedJson } from '../parsed-json.ts';
import { findOperation, takes } from '../spec-findings.ts';
import {
  type Location,
  locationAt,
  locationOf,
  locationOfField,
  locationOfItems,
  typesOf,
} from '../spec-locations.ts';
import { apiVersions } from '../spec-versions.ts';
import type { RecordedExchange } from './cassette.ts';

// What stays is what the spec names: fields, values of an enum, statuses, true and false, null and nothing. All else becomes a
// placeholder that the spec accepts in the same location, the same one for the same value. What the spec does not know becomes its type.

const unknown = 'unknown';

/** Names that the spec gives to fields. */
const names = new Set(schemas().flatMap(({ value }) => Object.keys(value.properties ?? {})));

const methods = new Set(['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
const mediaTypes = new Set(['application/json', 'application/pdf']);

/** The schema of every value. */
const anything = {};

/** Replaces the data of people and accounts, in one cassette. */
export class Scrubber {
  /** Placeholders, by form and value. */
  readonly #placeholders = new Map<string, string | number>();
  /** Those of each kind. */
  readonly #made = new Map<string, Set<string | number>>();
  /** Whether the value in question was scrubbed before, and stays. */
  #isKnown = false;

  scrub(exchange: Exchange): RecordedExchange {
    const request = this.scrubRequest(exchange.request);
    const { status, headers, body } = exchange.response;
    const location = responseLocation(exchange);
    const scrubbed = {
      status,
      headers: this.#responseHeaders(headers),
      body: this.#json(location, body),
    };
    return { ...request, response: scrubbed };
  }

  /** Takes note of a response that was scrubbed before: its values stay as they are. */
  learn(exchange: Exchange): void {
    this.#isKnown = true;
    this.#json(responseLocation(exchange), exchange.response.body);
    this.#isKnown = false;
  }

  scrubRequest({ method, url, headers, body }: Exchange['request']): Omit<RecordedExchange, 'response'> {
    const found = findOperation(method, url.pathname);
    const { path, query } = this.#address(method, url);
    const [schema] = bodiesOf(found?.operation.requestBody).map(({ value }) => value.schema);
    const location = schema && locationAt(schema, '', 'inferred');
    return {
      operation: found?.operation.id ?? unknown,
      request: {
        method: methods.has(method) ? method : unknown,
        path,
        ...(Object.keys(query).length === 0 ? {} : { query }),
        headers: this.#requestHeaders(headers, found?.operation),
        ...(body === null || body === '' ? {} : { body: this.#json(location, body) }),
      },
    };
  }

  #address(method: string, url: URL): { path: string; query: Record<string, string> } {
    const found = findOperation(method, url.pathname);
    const parameter = (name: string, kind: string) =>
      found?.operation.parameters.find(({ value }) => value.name === name && value.in === kind)?.value;
    const query: Record<string, string> = {};
    const path =
      found?.operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
        const scrubbed = this.#parameter(parameter(name, 'path'), found.pathValues[name] ?? '');
        return encodeURIComponent(scrubbed);
      }) ?? `/${unknown}`;
    for (const [name, value] of url.searchParams) {
      const known = parameter(name, 'query');
      query[known === undefined ? unknown : name] = this.#parameter(known, value);
    }
    return { path: withSlashOf(path, url.pathname), query };
  }

  #parameter(parameter: Parameter | undefined, text: string): string {
    if (parameter === undefined) return unknown;
    const { schema = {} } = parameter;
    const types = typesOf(schema);
    const value = types.some((type) => ['integer', 'boolean'].includes(type)) ? parsedJson(text) : text;
    return String(this.#value(locationAt(schema, '', 'inferred'), value, parameter.name, false));
  }

  #requestHeaders(headers: Headers, operation: OperationEntry | undefined): Record<string, string> {
    const accept = /^application\/(json|pdf)(; version=(.*))?$/.exec(headers.get('accept') ?? '');
    const isKnown = accept !== null && (accept[3] === undefined || apiVersions.has(accept[3]));
    const kept: Record<string, string> = { accept: isKnown ? accept[0] : unknown };
    const mediaType = headers.get('content-type');
    if (mediaType !== null) kept['content-type'] = mediaTypes.has(mediaType) ? mediaType : unknown;
    for (const { value: parameter } of operation?.parameters ?? []) {
      const text = parameter.in === 'header' ? headers.get(parameter.name) : null;
      if (text !== null) kept[parameter.name.toLowerCase()] = this.#parameter(parameter, text);
    }
    return kept;
  }

  #responseHeaders(headers: Headers): Record<string, string> {
    const mediaType = headers.get('content-type')?.split(';')[0] ?? unknown;
    const version = headers.get('version');
    const allow = headers.get('allow')?.split(', ');
    return {
      'content-type': mediaTypes.has(mediaType) ? mediaType : unknown,
      ...(headers.has('date') ? { date: 'Sat, 01 Jan 2000 00:00:00 GMT' } : {}),
      ...(version === null ? {} : { version: apiVersions.has(version) ? version : unknown }),
      ...(allow === undefined ? {} : { allow: allow.filter((method) => methods.has(method)).join(', ') }),
    };
  }

  #json(location: Location | undefined, text: string): unknown {
    const value = parsedJson(text);
    return value === undefined ? unknown : this.#value(location, value, unknown, false);
  }

  /** @param isPersonal - Whether what is around it is marked `x-pii`. */
  #value(around: Location | undefined, value: unknown, name: string, isPersonal: boolean): unknown {
    const location = around && locationOf(around, value);
    if (around === undefined || location === undefined) return typeAlone(value);
    const { schema } = location;
    const isHidden = isPersonal || isMarked(around.schema) || isMarked(schema);
    if (value === null || value === '' || value === 0) return value;
    const values = schema.const === undefined ? schema.enum : [schema.const];
    if (values !== undefined) {
      if (!values.includes(value)) return typeAlone(value);
      return isHidden ? values[0] : value;
    }
    if (Array.isArray(value)) {
      const items = locationOfItems(location);
      return value.map((item) => this.#value(items, item, name, isHidden));
    }
    if (typeof value === 'object') return this.#object(location, value, name, isHidden);
    if (typeof value === 'boolean') return isHidden ? false : value;
    if (typeof value === 'number') {
      return this.#placeholder(
        'number',
        name,
        value,
        (count) => count + Math.max(0, (schema.minimum ?? 0) - 1),
        schema,
      );
    }
    return this.#text(schema, String(value), name);
  }

  #object(location: Location, value: object, name: string, isPersonal: boolean): Record<string, unknown> {
    const scrubbed: Record<string, unknown> = {};
    const properties = location.schema.properties ?? {};
    for (const [key, field] of Object.entries(value)) {
      const inner = locationOfField(location, key);
      const isName = inner !== undefined && (Object.hasOwn(properties, key) || names.has(key));
      const write = inner === undefined ? this.#unknownName(scrubbed) : isName ? key : this.#key(name, key);
      scrubbed[write] = this.#value(inner, field, isName ? key : name, isPersonal);
    }
    return scrubbed;
  }

  #unknownName(around: object): string {
    const count = Object.keys(around).filter((key) => key.startsWith(unknown)).length;
    return count === 0 ? unknown : `${unknown}_${count + 1}`;
  }

  #key(name: string, key: string): string {
    return String(
      this.#placeholder('text', `${name}_name`, key, (count) => `${name}_name-${count}`, anything),
    );
  }

  #text(schema: Schema, value: string, name: string): string {
    if (name === 'fields') return value.split(',').every((part) => names.has(part)) ? value : unknown;
    if (schema.format === 'uri') return this.#link(value);
    const form =
      schema.format ?? schema.pattern ?? schema.contentEncoding ?? (/^\*+/.test(value) ? 'masked' : 'text');
    const make = forms[form] ?? ((count: number) => `${name}-${count}`);
    const fitted = (count: number) => {
      const text = make(count, name);
      return text.length <= (schema.maxLength ?? text.length) ? text : String(count);
    };
    return String(this.#placeholder(form, name, value, fitted, takes(schema, value) ? schema : anything));
  }

  #link(text: string): string {
    const url = URL.parse(text);
    const base = 'https://api.truework-sandbox.com';
    if (url === null || findOperation('GET', url.pathname) === undefined) return `${base}/${unknown}`;
    const { path, query } = this.#address('GET', url);
    const search = new URLSearchParams(query).toString();
    return `${base}${path}${search === '' ? '' : `?${search}`}`;
  }

  #placeholder(
    form: string,
    name: string,
    value: string | number,
    make: (count: number) => string | number,
    schema: object,
  ): string | number {
    // A number means what its name says; a text, such as an id, is the same by every name.
    const key = JSON.stringify([form, form === 'number' ? name : '', value]);
    const known = this.#placeholders.get(key);
    if (known !== undefined) return known;
    // What does not show its name must not be the same by two names.
    const kind = form in forms ? form : `${form} ${name}`;
    const made = this.#made.get(kind) ?? new Set();
    this.#made.set(kind, made);
    const placeholder = this.#isKnown ? value : make(made.size + 1);
    if (!takes(schema, placeholder)) {
      throw new Error(
        `No placeholder for ${name} is known that the spec accepts. Add one for ${form} to src/cassettes/scrubber.ts.`,
      );
    }
    made.add(placeholder);
    this.#placeholders.set(key, placeholder);
    return placeholder;
  }
}

/** Texts of a format or pattern of the spec, by how many there were before. */
const forms: Record<string, (count: number, name: string) => string> = {
  date: (count) => new Date(Date.UTC(2000, 0, count)).toISOString().slice(0, 10),
  'date-time': (count) => new Date(Date.UTC(2000, 0, 1, 0, 0, count)).toISOString(),
  email: (count, name) => `${name}-${count}@example.com`,
  base64: (count, name) => Buffer.from(`${name}-${count}`).toString('base64'),
  masked: (count) => `***-**-${digits(count)}`,
  '^(\\d{3}-\\d{2}-\\d{4}|\\d{9})$': (count) => `000-90-${digits(count)}`,
  '^-?\\d+\\.\\d{2}$': (count) => `${count}.00`,
  '^\\d{4}$': (count) => digits(2000 + count),
};

function digits(count: number): string {
  return String(count).padStart(4, '0');
}

function isMarked(schema: Schema): boolean {
  return schema['x-pii'] === true;
}

/** A value of the same type that says nothing else. Names inside it are not known either. */
function typeAlone(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(typeAlone);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.values(value).map((field, index) => [`${unknown}_${index + 1}`, typeAlone(field)]),
    );
  }
  if (typeof value === 'string') return unknown;
  if (typeof value === 'number') return 0;
  return typeof value === 'boolean' ? false : null;
}

function responseLocation({ request, response }: Exchange): Location | undefined {
  const found = findOperation(request.method, request.url.pathname);
  const declared = found?.operation.responses.find(({ status }) => status === String(response.status));
  const schema = jsonSchemaOf(declared);
  return schema && locationAt(schema.value, schema.pointer, 'inferred');
}

function withSlashOf(path: string, like: string): string {
  return path.replace(/\/$/, '') + (like.endsWith('/') ? '/' : '');
}
