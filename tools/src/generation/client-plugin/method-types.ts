import { $ } from '@hey-api/openapi-ts';
import { namesIn, type OpenApiDocument, resolve, type Schema } from '@truework-legacy/spec/document';
import { jsonTypesOf } from '../json-types.ts';
import { safeComment } from '../safe-comments.ts';
import { SpecProblem } from '../spec-problem.ts';
import { type Method, takesQueryAsOptions } from './method.ts';
import type { ClientPlugin } from './plugin-config.ts';

type Plugin = ClientPlugin['Instance'];
export type Type = Parameters<ReturnType<typeof $.type.func>['returns']>[0];
export type Signature = ReturnType<typeof $.type.func>;
type GeneratorSymbol = ReturnType<Plugin['symbol']>;

/** The types that a method is written in. Each is made anew at each use: a node of the generator cannot be used twice. */
export class MethodTypes {
  readonly #plugin: Plugin;
  readonly #document: OpenApiDocument;
  /** What the generated files import from written ones. */
  readonly written: ReturnType<typeof writtenByHand>;
  readonly #symbols = new Map<string, GeneratorSymbol>();

  constructor(plugin: Plugin, document: OpenApiDocument) {
    this.#plugin = plugin;
    this.#document = document;
    this.written = writtenByHand(plugin);
  }

  /** The symbol of a name that a generated file exports. */
  symbol(name: string, file: 'functions' | 'methods'): GeneratorSymbol {
    const known = this.#symbols.get(name) ?? this.#plugin.symbol(name, { getFilePath: () => file });
    this.#symbols.set(name, known);
    return known;
  }

  /** What a caller may select fields of: the response, or the items of its page. Undefined if there is no such query. */
  selectable(method: Method): Schema | undefined {
    const fields = method.query.find(({ name }) => name === 'fields');
    const schema = this.itemOf(method) ?? method.success.schema;
    const isOf = (part: Schema | undefined, types: string[]) =>
      part && types.includes(jsonTypesOf(this.#document, part).join());
    return isOf(fields?.schema, ['string', 'array']) && isOf(schema, ['object']) ? schema : undefined;
  }

  /** The items of the next page. Undefined if there is no next page. */
  itemOf({ success, query }: Method): Schema | undefined {
    const { properties = {} } = success.schema ? resolve(this.#document, success.schema) : {};
    const isPaged = ['limit', 'offset'].every((name) => query.some((parameter) => parameter.name === name));
    return isPaged && 'count' in properties ? properties['results']?.items : undefined;
  }

  descriptionOfInput({ body }: Method): string | undefined {
    return body && (body.schema.description ?? resolve(this.#document, body.schema).description);
  }

  /** The generated type of a schema. */
  of(schema: Schema, otherwise: () => Type): Type {
    if (schema.$ref === undefined) return otherwise();
    const meta = { category: 'type', resource: 'definition', resourceId: schema.$ref } as const;
    return $.type(this.#plugin.referenceSymbol(meta));
  }

  /** A part of an operation's request. */
  requestPart(method: Method, part: 'body' | 'headers', name?: string): Type {
    const type = $.type(this.#operation(method, 'data')).idx($.type.literal(part));
    if (name === undefined) return type;
    return $.type('NonNullable')
      .generic(type as never)
      .idx($.type.literal(name)) as Type;
  }

  /** What comes, with all its fields. */
  whole(method: Method): Type {
    const { schema } = method.success;
    return schema ? this.of(schema, () => $.type(this.#operation(method, 'response'))) : $.type('void');
  }

  item(method: Method): Type {
    return this.of(this.itemOf(method) as Schema, () => {
      throw new SpecProblem(
        [...namesIn(method.pointer), 'responses'],
        `${method.id}: make what its list holds a schema of its own, and refer to it.`,
      );
    });
  }

  /** The names of the fields that a caller may ask for. */
  fieldNames(method: Method): Type {
    const type = this.itemOf(method) ? this.item(method) : this.whole(method);
    return $.type.operator().keyof(type as never);
  }

  /** The type of an operation's query, as an object. */
  query(method: Method): Type {
    const { QueryOf, QueryWithFields } = this.written;
    const data = $.type(this.#operation(method, 'data'));
    return this.selectable(method)
      ? $.type(QueryWithFields).generic(data).generic('Field')
      : $.type(QueryOf).generic(data);
  }

  /** The type of a call's options: what every call takes, its headers, and beside a body its query. */
  options(method: Method): Type {
    const parts: Type[] = [$.type(this.written.CallOptions)];
    if (method.headers.length > 0) parts.push(this.#headers(method));
    if (takesQueryAsOptions(method)) parts.push(this.query(method));
    return $.type.and(...(parts as never[]));
  }

  #headers(method: Method): Type {
    const object = $.type.object();
    for (const { option, name, description = '', required = false } of method.headers) {
      const type = $.type.or(this.requestPart(method, 'headers', name) as never, $.type('undefined'));
      object.prop(option, (property) =>
        property.doc(description.split('\n').map(safeComment)).optional(!required).type(type),
      );
    }
    return object;
  }

  #operation({ id }: Method, role: 'data' | 'response'): GeneratorSymbol {
    return this.#plugin.referenceSymbol({ category: 'type', resource: 'operation', resourceId: id, role });
  }
}

/** What the generated files are written in. */
function writtenByHand(plugin: Plugin) {
  const from = (external: string, kind: 'type' | 'var', name: string) =>
    plugin.symbolFactory.register(name, { external, kind });
  return {
    Call: from('../result.ts', 'type', 'Call'),
    CallOptions: from('../options.ts', 'type', 'CallOptions'),
    Connection: from('../connection.ts', 'type', 'Connection'),
    List: from('../pagination.ts', 'type', 'List'),
    PageWithFields: from('../fields.ts', 'type', 'PageWithFields'),
    QueryOf: from('../fields.ts', 'type', 'QueryOf'),
    QueryWithFields: from('../fields.ts', 'type', 'QueryWithFields'),
    WithFields: from('../fields.ts', 'type', 'WithFields'),
    asList: from('../pagination.ts', 'var', 'asList'),
    boundTo: from('../bound-to.ts', 'var', 'boundTo'),
    callOn: from('../checked-connection.ts', 'var', 'callOn'),
    operations: plugin.symbolFactory.register('operations', {
      external: './operations.gen.ts',
      importKind: 'namespace',
    }),
  };
}
