import { definePluginConfig } from '@hey-api/openapi-ts';
import type { OpenApiDocument } from '@truework-legacy/spec/document';
import { methodsOf } from './method.ts';
import { MethodWriter } from './method-writer.ts';
import type { ClientPlugin } from './plugin-config.ts';

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
