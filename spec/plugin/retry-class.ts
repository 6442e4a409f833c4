import type { Rule } from './rule.ts';

/** Every operation says whether it may be retried. A write may not: a second call may create a second verification. */
export const retryClass: Rule = () => ({
  Paths: {
    Operation: {
      enter(operation, { key, location, report }) {
        const method = String(key).toUpperCase();
        const name = operation.operationId ?? method;
        const writes = ['PUT', 'POST', 'PATCH', 'DELETE'].includes(method);
        const retry = operation['x-retry'];
        if (retry === undefined) {
          report({
            message: `\`${name}\` does not say whether it may be retried: write \`x-retry: ${writes ? 'never' : 'safe'}\`.`,
            location: location.key(),
          });
        } else if (retry !== 'safe' && retry !== 'never') {
          report({
            message: `\`${name}\` has an unknown \`x-retry\`: write \`safe\` or \`never\`.`,
            location: location.child(['x-retry']),
          });
        } else if (retry === 'safe' && writes) {
          report({
            message: `\`${name}\` is a ${method}, and a second one may create a second verification: write \`x-retry: never\`.`,
            location: location.child(['x-retry']),
          });
        }
      },
    },
  },
  WebhooksMap: {
    Operation: {
      enter(operation, { location, report }) {
        if (operation['x-retry'] === undefined) return;
        report({
          message: `\`${operation.operationId ?? 'The webhook'}\` is a webhook, which Truework repeats by its own rules: remove \`x-retry\`.`,
          location: location.child(['x-retry']).key(),
        });
      },
    },
  },
});
