import { $, type IR, type Plugins } from '@hey-api/openapi-ts';
import type { Strictness } from './validators-input.ts';

type Resolvers = Plugins.Zod.Resolvers;
type Context =
  | Parameters<NonNullable<Resolvers['array']>>[0]
  | Parameters<NonNullable<Resolvers['union']>>[0];
type Chain = NonNullable<ReturnType<NonNullable<Resolvers['array']>>>;
type Argument = Parameters<Chain['call']>[number];
type Values = (string | number | boolean)[];

const formatChecks: Record<string, string> = {
  date: 'date',
  'date-time': 'dateTime',
  email: 'email',
  uri: 'uri',
  uuid: 'uuid',
};

/** How the generator's zod plugin writes each kind of schema, in the words of packages/zod/src/classic.ts and mini.ts. */
export function resolversOf(strictness: Strictness): Resolvers {
  const isClosed = strictness === 'request';
  return {
    array: (ctx) => {
      const { schema } = ctx;
      const [only, ...others] = ctx.childResults.map((result) => ctx.applyModifiers(result, {}).chain);
      const types = (schema.items ?? []).map(({ type }) => type);
      const chains = [only, ...others].filter((chain, index) => chain && types[index] !== 'null') as Chain[];
      const item = chains.length === 1 ? chains[0] : union(ctx, chains, schema['x-exclusive'] === true);
      const nullable = types.length > 1 && types.includes('null') ? word(ctx, 'nullable', item) : item;
      return checked(word(ctx, 'array', nullable), [
        bound(ctx, 'maxLength', schema.maxItems),
        bound(ctx, 'minLength', schema.minItems),
        schema['x-unique-items'] === true && word(ctx, 'uniqueItems'),
      ]);
    },
    enum: (ctx) => {
      const { schema } = ctx;
      const values = (schema.items ?? []).map((item) => item.const) as Values;
      const isText = schema['x-base'] === 'string';
      if (schema['x-const'] === true) return word(ctx, 'literal', $.fromValue(values[0]));
      const listed = word(ctx, isText ? 'enum' : 'literal', $.fromValue(values));
      if (isClosed || schema['x-base'] === 'boolean') return listed;
      const base = { string: 'string', integer: 'int' }[schema['x-base'] as string] ?? 'number';
      return word(ctx, 'openEnum', listed, word(ctx, base));
    },
    number: (ctx) => {
      const { schema } = ctx;
      return checked(word(ctx, schema.type === 'integer' ? 'int' : 'number'), [
        bound(ctx, 'gte', schema.minimum as number | undefined),
        bound(ctx, 'gt', schema.exclusiveMinimum as number | undefined),
        bound(ctx, 'lte', schema.maximum as number | undefined),
        bound(ctx, 'lt', schema.exclusiveMaximum as number | undefined),
      ]);
    },
    object: (ctx) => {
      const { schema } = ctx;
      const { additionalProperties } = schema;
      const rest = additionalProperties ? ctx.walk(additionalProperties, ctx) : undefined;
      const others = rest && ctx.applyModifiers(rest, {}).chain;
      const sizes = [
        bound(ctx, 'maxProperties', schema['x-max-properties'] as number | undefined),
        bound(ctx, 'minProperties', schema['x-min-properties'] as number | undefined),
      ];
      if (schema.properties === undefined && !isNever(additionalProperties)) {
        return checked(word(ctx, 'record', word(ctx, 'string'), others ?? word(ctx, 'unknown')), sizes);
      }
      const shape = $.object().pretty();
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        const optional = schema.required?.includes(name) !== true;
        const { chain } = ctx.applyModifiers(ctx.walk(property, ctx), {});
        shape.prop(name, optional ? word(ctx, 'optional', chain) : chain);
      }
      const fields = $.func().do($.return(shape));
      const isListed = additionalProperties === undefined;
      if (isNever(additionalProperties) || (isListed && isClosed && schema['x-any-headers'] !== true)) {
        return checked(word(ctx, 'strictObject', fields), sizes);
      }
      if (isListed) return checked(word(ctx, 'openObject', fields), sizes);
      return checked(word(ctx, 'objectWith', others as Chain, fields), sizes);
    },
    string: (ctx) => {
      const { schema } = ctx;
      const check = formatChecks[schema.format ?? ''];
      // Lengths come first: nothing that is longer meets a pattern.
      return checked(word(ctx, 'string'), [
        bound(ctx, 'maxLength', schema.maxLength),
        bound(ctx, 'minLength', schema.minLength),
        schema.pattern !== undefined && pattern(ctx, schema.pattern, String(schema['x-pattern-message'])),
        check !== undefined && $(ctx.plugin.imports.z).attr(check),
      ]);
    },
    tuple: (ctx) => {
      const items = ctx.childResults.map((result) => ctx.applyModifiers(result, {}).chain);
      return checked(word(ctx, 'tuple', $.array(...items)), [
        ctx.schema['x-unique-items'] === true && word(ctx, 'uniqueItems'),
      ]);
    },
    // Null is added by the plugin, around the others.
    union: (ctx) => {
      const chains = ctx.childResults.map(({ chain }) => chain as Chain);
      const others = chains.filter((_, index) => ctx.schemas[index]?.type !== 'null');
      return others.length === 1 ? others[0] : union(ctx, others, ctx.parentSchema['x-exclusive'] === true);
    },
  };
}

function isNever(schema: IR.SchemaObject | false | undefined): boolean {
  return schema === false || schema?.type === 'never';
}

function word(ctx: { plugin: Context['plugin'] }, name: string, ...args: (Argument | undefined)[]): Chain {
  return $(ctx.plugin.imports.z)
    .attr(name)
    .call(...args);
}

function bound(ctx: { plugin: Context['plugin'] }, check: string, value: number | undefined): Chain | false {
  return value !== undefined && word(ctx, check, $.fromValue(value));
}

function checked(chain: Chain, checks: (Argument | false | undefined)[]): Chain {
  const given = checks.filter((check) => check !== false && check !== undefined);
  return given.length === 0 ? chain : chain.attr('check').call(...given);
}

function pattern(ctx: { plugin: Context['plugin'] }, source: string, words: string): Chain {
  // As JavaScript writes it: with slashes and line feeds escaped, whatever the spec has.
  return word(ctx, 'regex', $.regexp(new RegExp(source, 'u').source, 'u'), $.literal(words));
}

function union(ctx: { plugin: Context['plugin'] }, options: Chain[], isExclusive: boolean): Chain {
  return word(
    ctx,
    isExclusive ? 'xor' : 'union',
    $.array()
      .pretty()
      .elements(...options),
  );
}
