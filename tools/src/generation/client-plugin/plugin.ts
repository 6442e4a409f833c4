import { type DefinePlugin, definePluginConfig } from '@hey-api/openapi-ts';
import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { methodsOf } from './method.ts';
import { MethodWriter } from './method-writer.ts';

/** What an operation does beyond sending a request, written by hand in the client. */
export interface Behavior {
  /** The module, as the generated files see it. */
  readonly from: string;
  /** A function of that module. Called with the connection, it gives more parts of the request. */
  readonly name: string;
  /** Fields of the response that it needs. They are asked for beside those that a caller asks for. */
  readonly fields: readonly string[];
}

interface Config {
  readonly name: 'truework-client';
  /** By operationId. */
  readonly behavior?: Readonly<Record<string, Behavior>>;
}

export type ClientPlugin = DefinePlugin<Config, Config>;

/**
 * Writes the client's methods: `functions.gen.ts` has a function for each operation and media type, `methods.gen.ts` the same grouped
 * by `x-sdk`.
 */
export const clientPlugin = definePluginConfig<ClientPlugin['Types']>({
  name: 'truework-client',
  dependencies: ['@hey-api/typescript'],
  config: {},
  handler: ({ plugin }) => {
    const document = plugin.context.spec as unknown as OpenApiDocument;
    const methods = methodsOf(document);
    const writer = new MethodWriter(plugin, document);
    for (const method of methods) writer.writeFunctions(method);
    writer.writeGroups(methods);
  },
});
