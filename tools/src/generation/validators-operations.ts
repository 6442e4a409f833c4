import { $, type DefinePlugin, definePluginConfig } from '@hey-api/openapi-ts';
import type { OperationParts, ValidatorsInput } from './validators-input.ts';

type Types = DefinePlugin<{ name: never }>['Types'];

/** A plugin for the maps of each operation's schemas, beside the schemas that the zod plugin writes, in the same file. */
export function operationsPlugin({ operations, webhooks }: ValidatorsInput): never {
  const plugin = definePluginConfig<Types>({
    name: 'truework-operations' as never,
    config: {},
    dependencies: ['zod'],
    handler: ({ plugin }) => {
      const declare = (name: string) => plugin.symbol(name, { getFilePath: () => 'zod' });
      const mapOf = ({ id, description, parts }: OperationParts) => {
        const symbol = declare(id);
        const map = $.object().pretty();
        for (const { part, schema } of parts) map.prop(part, $(plugin.referenceSymbol(definition(schema))));
        plugin.node($.const(symbol).export().doc(description).assign(map.as('const')));
        return symbol;
      };
      const all = $.object().pretty();
      for (const operation of operations) all.prop(operation.id, $(mapOf(operation)));
      for (const webhook of webhooks) mapOf(webhook);
      plugin.node(
        $.const(declare('operations'))
          .export()
          .doc('The schemas of every operation, by its id.')
          .assign(all.as('const')),
      );
    },
  });
  return plugin() as never;
}

/** How the zod plugin finds the schema of a component. */
function definition(name: string): Record<string, string> {
  return {
    artifact: 'zod',
    category: 'schema',
    resource: 'definition',
    resourceId: `#/components/schemas/${name}`,
  };
}
