import {
  bodiesOf,
  childrenOf,
  type Header,
  type OperationEntry,
  pointerTo,
  type ResponseEntry,
  type Schema,
  type SourceLevel,
} from '@truework-legacy/spec/document';
import type { Exchange } from './exchange.ts';
import { parsedJson } from './parsed-json.ts';
import { nameWriter, shapeOf, textsIn, typeOf } from './shape.ts';
import { spec } from './spec.ts';
import {
  type Finding,
  findOperation,
  isPartial,
  mediaTypeOf,
  partialLocation,
  takes,
} from './spec-findings.ts';
import {
  branches,
  followed,
  type Location,
  locationAt,
  locationOf,
  locationOfField,
  locationOfItems,
  typesOf,
} from './spec-locations.ts';
import { specSource } from './spec-source.ts';
import { apiVersions } from './spec-versions.ts';

// What a response says of the spec: where it differs, and what it confirms. Names types and shapes, never a value.

/** Something in a response that is not as the spec says. */
export interface Difference {
  readonly operation: string;
  /** Where in the response, such as `200 header Date`. */
  readonly where: string;
  /** JSON pointer into the bundled spec. */
  readonly pointer: string;
  /** File and line of the spec. */
  readonly source: string;
  /** Where what the spec says comes from. */
  readonly level: SourceLevel;
  readonly expected: string;
  readonly seen: string;
  readonly suggestion: string;
}

/** What one exchange says of the spec. */
export interface Observation {
  readonly operation: string;
  readonly status: number;
  /** What the server said that it serves. Absent if it said nothing; a version that no one knows is only called `another`. */
  readonly version?: string;
  readonly differences: readonly Difference[];
  /** Pointers of the facts that were seen as the spec says. */
  readonly confirmed: readonly string[];
}

/** Names of headers that are of HTTP or of those who carry it, and no part of what an API promises. */
const carried = new Set(
  'accept-ranges access-control-allow-credentials access-control-allow-origin access-control-expose-headers age alt-svc allow cache-control connection content-encoding content-language content-length content-security-policy content-type cross-origin-opener-policy date etag expires keep-alive last-modified nel permissions-policy pragma referrer-policy report-to retry-after server set-cookie strict-transport-security transfer-encoding vary via x-content-type-options x-frame-options x-xss-protection'.split(
    ' ',
  ),
);
const mediaTypes = /^(application\/(json|pdf|xml|problem\+json|octet-stream)|text\/(html|plain|xml))$/;

/**
 * What an exchange says of the spec. That a path does not have a method is said of its first operation.
 *
 * @returns Undefined if the path is none of the spec.
 */
export function observe(exchange: Exchange): Observation | undefined {
  const { request, response } = exchange;
  const { pathname } = request.url;
  const methods = [request.method, 'GET', 'POST', 'PUT'];
  const method = methods.find((name) => findOperation(name, pathname) !== undefined) ?? '';
  const found = findOperation(method, pathname);
  if (found === undefined) return undefined;
  return new Observer(found.operation, exchange).observe(response);
}

/** What in an exchange the server did wrong. */
export function responseFindings(exchange: Exchange): Finding[] {
  const { differences = [] } = observe(exchange) ?? {};
  return differences.map(({ operation, where, expected, seen, pointer }) => ({
    operation,
    where: `response ${where}`,
    expected,
    actual: seen,
    pointer,
  }));
}

/** Everything that a request says, to distinguish a name from a value. */
function sentIn({ url, body }: Exchange['request']): Set<string> {
  return textsIn([
    [...url.searchParams],
    decodeURIComponent(url.pathname).split('/'),
    parsedJson(body ?? ''),
  ]);
}

class Observer {
  readonly #operation: OperationEntry;
  readonly #status: string;
  readonly #isPartial: boolean;
  readonly #nameOf: (name: string) => string;
  readonly #differences: Difference[] = [];
  readonly #confirmed = new Set<string>();

  constructor(operation: OperationEntry, { request, response }: Exchange) {
    this.#operation = operation;
    this.#status = String(response.status);
    this.#isPartial = isPartial(request);
    this.#nameOf = nameWriter(sentIn(request));
  }

  observe({ status, headers, body }: Exchange['response']): Observation {
    const { id, pointer, operation, responses } = this.#operation;
    const level = operation['x-source']?.level ?? 'inferred';
    const declared = responses.find((candidate) => candidate.status === this.#status);
    const said = headers.get('version');
    const version = said === null || apiVersions.has(said) ? said : 'another';
    const location = { pointer: pointerTo(pointer, 'responses'), level };
    if (declared === undefined) {
      this.#differ(location, '', {
        expected: `one of the statuses ${responses.map((known) => known.status).join(', ')}`,
        seen: `status ${status}`,
        suggestion: `Add "${status}" to \`responses\` of ${id}, with ${recorded}.`,
      });
    } else {
      this.#confirmed.add(pointerTo(location.pointer, this.#status));
      if (status < 300) this.#confirmed.add(pointer);
      const spot = { pointer: declared.pointer, level: declared.value['x-source']?.level ?? level };
      this.#response(declared, spot, headers, body);
    }
    return {
      operation: id,
      status,
      ...(version === null ? {} : { version }),
      differences: this.#differences,
      confirmed: [...this.#confirmed],
    };
  }

  #response(response: ResponseEntry, at: Spot, headers: Headers, body: string): void {
    this.#headers(response, at, headers);
    const mediaType = mediaTypeOf(headers);
    const forms = bodiesOf(response);
    const form = forms.find((candidate) => candidate.mediaType === mediaType);
    if (form === undefined) {
      const known = forms.map((candidate) => candidate.mediaType).join(' or ');
      const seen = mediaType === 'none' || mediaTypes.test(mediaType) ? mediaType : 'another media type';
      this.#differ({ ...at, pointer: pointerTo(at.pointer, 'content') }, 'header Content-Type', {
        expected: known,
        seen,
        suggestion: `Add the media type to \`content\` beside ${known}, with ${recorded}.`,
      });
      return;
    }
    if (mediaType !== 'application/json' || form.schema === undefined) return;
    const location = locationAt(form.schema.value, form.schema.pointer, at.level);
    const value = parsedJson(body);
    if (value !== undefined) this.#value(location, value, 'body', '');
    else
      this.#differ(location, 'body', {
        expected: 'JSON',
        seen: body === '' ? 'nothing' : 'text that is no JSON',
        suggestion: `Say in the description of ${this.#status} when its body is no JSON.`,
      });
  }

  #headers(response: ResponseEntry, at: Spot, headers: Headers): void {
    const declared = childrenOf<Header>(spec, pointerTo(response.pointer, 'headers'));
    for (const [name, { pointer, value: header }] of declared) {
      const spot = { pointer, level: header['x-source']?.level ?? at.level };
      const value = headers.get(name);
      const where = `header ${name}`;
      if (value !== null) {
        const isRight = this.#value(
          locationAt(header.schema ?? {}, pointerTo(pointer, 'schema'), spot.level),
          value,
          where,
          '',
        );
        if (isRight && (name !== 'version' || value === spec.info.version)) this.#confirmed.add(pointer);
      } else if (header.required === true) {
        this.#differ(spot, where, {
          expected: 'present',
          seen: 'absent',
          suggestion: 'Set `required: false`, and say in the description when the header is absent.',
        });
      }
      if (name === 'version' && value !== null && value !== spec.info.version) {
        this.#differ({ ...spot, pointer: '#/info/version' }, where, {
          expected: spec.info.version,
          seen: apiVersions.has(value) ? value : 'a version that the spec does not name',
          suggestion:
            'Find out which version the key is pinned to. If the server responds like that to keys of this version as well, say it in the description of the header.',
        });
      }
    }
    const known = new Set(declared.map(([name]) => name.toLowerCase()));
    for (const name of headers.keys()) {
      // The sandbox marks what Truework does not send by such a name.
      if (known.has(name) || carried.has(name) || name.startsWith('x-sandbox-')) continue;
      this.#differ({ ...at, pointer: pointerTo(at.pointer, 'headers') }, 'headers', {
        expected: `no header but ${declared.map(([declaredName]) => declaredName).join(', ')}`,
        seen: `header ${this.#nameOf(name)}`,
        suggestion: `Add \`${this.#nameOf(name)}\` to \`headers\`, with ${recorded}.`,
      });
    }
  }

  /** Looks at a value and all that is in it. @returns Whether the value itself, without what is in it, is as the spec says. */
  #value(around: Location, value: unknown, where: string, path: string): boolean {
    const at = `${where} ${path}`.trim();
    const location = locationOf(around, value);
    if (location === undefined) {
      const { pointer, level } = followed(around);
      const types = [...new Set(branches(around).flatMap(({ schema }) => typesOf(schema)))];
      const type = typeOf(value);
      this.#differ({ pointer, level }, at, {
        expected: types.join(' or '),
        seen: shapeOf(value, this.#nameOf),
        suggestion:
          type === 'null'
            ? 'Let it be null as well, and say in its description what null means.'
            : `Let its \`type\` be ${type} as well, or instead if it never was ${types.join(' or ')}; with ${recorded}.`,
      });
      return false;
    }
    const isRight = this.#ownKeywords(location, value, at);
    if (Array.isArray(value)) {
      const items = locationOfItems(location);
      for (const item of value) if (items !== undefined) this.#value(items, item, where, `${path}/*`);
    } else if (typeof value === 'object' && value !== null) {
      this.#fields(location, value as Record<string, unknown>, where, path);
    }
    return isRight;
  }

  #fields(location: Location, value: Record<string, unknown>, where: string, path: string): void {
    const { required = [], properties = {} } = location.schema;
    for (const name of required) {
      if (Object.hasOwn(value, name)) continue;
      if (this.#isPartial && partialLocation.test(path.replaceAll('*', '0'))) continue;
      const { pointer, level } = locationOfField(location, name) ?? location;
      this.#differ({ pointer, level }, `${where} ${path}/${name}`, {
        expected: 'present',
        seen: 'absent',
        suggestion: `Take \`${name}\` out of \`required\`, and say in its description when it is absent.`,
      });
    }
    for (const [name, field] of Object.entries(value)) {
      const isOwn = Object.hasOwn(properties, name);
      const inner = locationOfField(location, name);
      if (inner === undefined) {
        const shown = this.#nameOf(name);
        const shape = shapeOf(field, this.#nameOf);
        this.#differ(
          { ...location, pointer: pointerTo(location.pointer, 'properties') },
          `${where} ${path}/${shown}`,
          {
            expected: 'no such field',
            seen: shape,
            suggestion: `Add \`${shown}\` to \`properties\`: ${shape}, with ${recorded}, and x-pii where it is personal.`,
          },
        );
      } else if (this.#value(inner, field, where, `${path}/${isOwn ? name : '*'}`) && isOwn) {
        this.#confirmed.add(inner.pointer);
      }
    }
  }

  /** Looks at what a schema says of a value without regard to what is in it. */
  #ownKeywords(location: Location, value: unknown, at: string): boolean {
    const { schema, pointer } = location;
    let isRight = true;
    if (schema.enum !== undefined) {
      const index = schema.enum.indexOf(value);
      if (index >= 0) this.#confirmed.add(pointerTo(pointer, 'enum', index));
      else {
        isRight = false;
        this.#differ({ ...location, pointer: pointerTo(pointer, 'enum') }, at, {
          expected: `one of ${schema.enum.join(', ')}`,
          seen: `another value: ${shapeOf(value, this.#nameOf)}`,
          suggestion: `Add the value to \`enum\`, with its meaning in \`x-enumDescriptions\` and ${recorded}.`,
        });
      }
    }
    for (const [keyword, suggestion] of Object.entries(bounds)) {
      const bound = schema[keyword as keyof Schema];
      if (bound === undefined || takes(alone(schema, keyword as keyof Schema), value)) continue;
      isRight = false;
      this.#differ({ ...location, pointer: pointerTo(pointer, keyword) }, at, {
        expected: `${keyword} ${String(bound)}`,
        seen: shapeOf(value, this.#nameOf),
        suggestion,
      });
    }
    return isRight;
  }

  #differ(spot: Spot, where: string, said: Pick<Difference, 'expected' | 'seen' | 'suggestion'>): void {
    this.#differences.push({
      operation: this.#operation.id,
      where: `${this.#status} ${where}`.trim(),
      pointer: spot.pointer,
      source: specSource(spot.pointer),
      level: spot.level,
      ...said,
    });
  }
}

/** A location of the spec that need not be a schema. */
type Spot = Pick<Location, 'pointer' | 'level'>;

const recorded = '`x-source: { level: recorded }` and the day in its note';

const widen = "Widen the bound. Unless a description states it, it is this project's own.";
const bounds = {
  const: 'Replace `const` by what may be there.',
  format: 'Name the format that it has, or none; say in the description how it is written.',
  pattern: 'Write a pattern that holds for both; say in the description how it is written.',
  minLength: widen,
  maxLength: widen,
  minimum: widen,
  maximum: widen,
  maxItems: widen,
  maxProperties: widen,
};

const single = new Map<string, object>();

/** A schema of one keyword of another, the same one each time. */
function alone(schema: Schema, keyword: keyof Schema): object {
  const key = JSON.stringify([keyword, schema[keyword]]);
  const known = single.get(key) ?? { [keyword]: schema[keyword] };
  single.set(key, known);
  return known;
}
