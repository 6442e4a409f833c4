import { $ } from '@hey-api/openapi-ts';
import type { OpenApiDocument, Parameter } from '@truework-legacy/spec/document';
import { InterfaceOfMethods } from './interface.ts';
import { camelCase, type Method, pascalCase, takesQueryAsOptions, type Variant } from './method.ts';
import { docOf } from './method-doc.ts';
import { MethodTypes, type Signature, type Type } from './method-types.ts';
import type { ClientPlugin } from './plugin-config.ts';

/** A method in one media type. */
type MethodVariant = Variant & { readonly method: Method };

/** What has type parameters: a function, the type of one, or a type of its own. */
type Generic = { generic(...args: Parameters<Signature['generic']>): unknown };

/** A function, or the type of one. */
type Signed = Generic & {
  param(...args: Parameters<Signature['param']>): unknown;
  returns(...args: Parameters<Signature['returns']>): unknown;
};

/** Writes methods in the language of the generator. */
export class MethodWriter {
  readonly #plugin: ClientPlugin['Instance'];
  readonly #types: MethodTypes;

  constructor(plugin: ClientPlugin['Instance'], document: OpenApiDocument) {
    this.#plugin = plugin;
    this.#types = new MethodTypes(plugin, document);
  }

  /** The functions of an operation, one for each media type, with the types of its query and its options. */
  writeFunctions(method: Method): void {
    if (hasQueryArgument(method))
      this.#writeType(method, queryName(method), 'Query', this.#types.query(method));
    if (hasOwnOptions(method))
      this.#writeType(method, optionsName(method), 'Options', this.#types.options(method));
    for (const variant of variantsOf(method)) {
      const written = $.func(this.#types.symbol(variant.functionName, 'functions')).export();
      written.doc(this.#doc(variant, true));
      const { Connection } = this.#types.written;
      this.#sign(
        variant,
        written.param('connection', (parameter) => parameter.type(Connection)),
      );
      this.#plugin.node(written.do(this.#call(variant).return()));
    }
  }

  /** An interface for each group, and the function that makes the methods of all of them. */
  writeGroups(methods: readonly Method[]): void {
    const groups = Map.groupBy(methods.flatMap(variantsOf), ({ method }) => method.group);
    const types = $.type.object();
    const values = $.object().pretty();
    for (const [group, variants] of groups) {
      const symbol = this.#types.symbol(`${pascalCase(group)}Methods`, 'methods');
      const signatures = variants.map((variant) => [variant.methodName, this.#signature(variant)] as const);
      this.#plugin.node(new InterfaceOfMethods(symbol, `Methods of \`${group}\`.`, signatures));
      types.prop(group, (property) => property.doc(`Methods of \`${group}\`.`).readonly().type(symbol));
      values.prop(group, this.#bound(variants));
    }
    const all = this.#types.symbol('Methods', 'methods');
    this.#plugin.node($.type.alias(all).export().doc('The methods of all operations.').type(types));
    const { Connection, boundTo } = this.#types.written;
    this.#plugin.node(
      $.func(this.#types.symbol('methodsOf', 'methods'))
        .export()
        .doc('Makes the methods of all operations.')
        .param('connection', (parameter) => parameter.type(Connection))
        .returns(all)
        .do($.const('bound').assign($(boundTo).call('connection')), $.return(values)),
    );
  }

  /** Functions as methods, whose connection is known. */
  #bound(variants: readonly MethodVariant[]) {
    const object = $.object().pretty();
    for (const { methodName, functionName } of variants) {
      object.prop(methodName, $('bound').call(this.#types.symbol(functionName, 'functions')));
    }
    return object;
  }

  #writeType(method: Method, name: string, what: string, type: Type): void {
    const alias = $.type.alias(this.#types.symbol(name, 'functions')).export();
    if (this.#types.selectable(method)) this.#field(method, alias);
    this.#plugin.node(alias.doc(`${what} of {@link ${method.id}}.`).type(type as never));
  }

  #signature(variant: MethodVariant): Signature {
    const signature = $.type.func().doc(this.#doc(variant, false));
    this.#sign(variant, signature);
    return signature;
  }

  #doc({ method, mediaType }: MethodVariant, takesConnection: boolean): string[] {
    const isList = this.#types.itemOf(method) !== undefined;
    return docOf(method, {
      takesConnection,
      mediaType,
      isList,
      input: this.#types.descriptionOfInput(method),
    });
  }

  /** Type parameters, parameters and return type. */
  #sign({ method, mediaType }: MethodVariant, written: Signed): void {
    const types = this.#types;
    const isSelectable = types.selectable(method) !== undefined;
    if (isSelectable && mediaType === undefined) this.#field(method, written);
    for (const { name } of method.ids) {
      written.param(camelCase(name), (parameter) => parameter.type('string'));
    }
    const { body } = method;
    const needsOptions = isNeeded([...method.headers, ...(takesQueryAsOptions(method) ? method.query : [])]);
    // What is optional cannot stand before what is not: there it may be undefined.
    const add = (name: string, isOptional: boolean, type: Type) =>
      written.param(name, (parameter) =>
        parameter
          .optional(isOptional && !needsOptions)
          .type((isOptional && needsOptions ? $.type.or(type as never, 'undefined') : type) as never),
      );
    if (body) {
      const type = types.of(body.schema, () => types.requestPart(method, 'body'));
      add('input', !body.isRequired, type);
    }
    if (hasQueryArgument(method)) {
      add('query', !isNeeded(method.query), this.#withField(method, queryName(method), mediaType));
    }
    const options = hasOwnOptions(method)
      ? this.#withField(method, optionsName(method), mediaType)
      : $.type(types.written.CallOptions);
    written.param('options', (parameter) => parameter.optional(!needsOptions).type(options as never));
    written.returns(mediaType === undefined ? this.#returned(method) : this.#bytes());
  }

  /** The type parameter for the fields that a caller asks for. All of them by default. */
  #field(method: Method, written: Generic): void {
    written.generic('Field', (parameter) =>
      parameter
        .extends(this.#types.fieldNames(method) as never)
        .default(this.#types.fieldNames(method) as never),
    );
  }

  /** A generated type of a query or of options, for the fields asked for. Of bytes no fields can be asked for. */
  #withField(method: Method, name: string, mediaType: string | undefined): Type {
    const type = $.type(this.#types.symbol(name, 'functions'));
    if (!this.#types.selectable(method)) return type;
    return type.generic(mediaType === undefined ? 'Field' : 'never');
  }

  #bytes(): Type {
    return $.type(this.#types.written.Call).generic('Uint8Array');
  }

  #returned(method: Method): Type {
    const types = this.#types;
    const { Call, List, WithFields, PageWithFields } = types.written;
    const whole = types.whole(method) as never;
    if (types.itemOf(method)) {
      const item = types.item(method) as never;
      if (!types.selectable(method)) return $.type(List).generic(item).generic(whole);
      return $.type(List)
        .generic($.type(WithFields).generic(item).generic('Field'))
        .generic($.type(PageWithFields).generic(whole).generic('Field'));
    }
    if (!types.selectable(method)) return $.type(Call).generic(whole);
    const always = this.#behaviorOf(method)?.fields.map((name) => $.type.literal(name)) ?? [];
    const field = always.length === 0 ? 'Field' : $.type.or('Field', ...always);
    return $.type(Call).generic($.type(WithFields).generic(whole).generic(field));
  }

  /** The expression that makes the call. */
  #call({ method, mediaType }: MethodVariant) {
    const { asList, callOn, operations } = this.#types.written;
    const isList = mediaType === undefined && this.#types.itemOf(method) !== undefined;
    const request = $.object();
    if (method.ids.length > 0) {
      request.prop('ids', $.array(...method.ids.map(({ name }) => $(camelCase(name)))));
    }
    if (method.body) {
      const body = $.object().prop('input', $('input'));
      request.prop('body', method.body.isRequired ? body : body.prop('isOptional', $.literal(true)));
    }
    if (hasQueryArgument(method)) request.prop('query', $(isList ? 'asked' : 'query'));
    if (mediaType !== undefined) request.prop('mediaType', $.literal(mediaType));
    const behavior = this.#behaviorOf(method);
    if (behavior) {
      const { name, from } = behavior;
      const symbol = this.#plugin.symbolFactory.register(name, { external: from });
      request.spread($(symbol).call('connection'));
    }
    const call = $(callOn).call('connection', $(operations).attr(method.id), request, 'options');
    if (!isList) return call;
    const fetchPage = $.func().param('asked').do(call.return());
    return $(asList).call($(operations).attr(method.id), 'query', fetchPage);
  }

  #behaviorOf({ id }: Method) {
    return this.#plugin.config.behavior?.[id];
  }
}

/** A query is an argument of its own, but beside a body. */
function hasQueryArgument(method: Method): boolean {
  return method.query.length > 0 && !takesQueryAsOptions(method);
}

function hasOwnOptions(method: Method): boolean {
  return method.headers.length > 0 || takesQueryAsOptions(method);
}

function isNeeded(parameters: readonly Parameter[]): boolean {
  return parameters.some(({ required }) => required === true);
}

function queryName({ id }: Method): string {
  return `${pascalCase(id)}Query`;
}

function optionsName({ id }: Method): string {
  return `${pascalCase(id)}Options`;
}

function variantsOf(method: Method): MethodVariant[] {
  return method.variants.map((variant) => ({ ...variant, method }));
}
