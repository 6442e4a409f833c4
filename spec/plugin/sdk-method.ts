import type { Rule } from './rule.ts';

/** Every operation names its method in the client, and no two name the same one. */
export const sdkMethod: Rule = () => {
  const operations = new Map<string, string>();
  return {
    Paths: {
      Operation: {
        enter(operation, { key, location, report }) {
          const name = operation.operationId ?? String(key).toUpperCase();
          const method = operation['x-sdk'];
          if (method === undefined) {
            report({
              message: `\`${name}\` does not say where its method lives in the client: write \`x-sdk\`, such as \`x-sdk: reports.get\`.`,
              location: location.key(),
            });
            return;
          }
          const at = location.child(['x-sdk']);
          if (typeof method !== 'string' || !/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/.test(method)) {
            report({
              message: `The \`x-sdk\` of \`${name}\` is not a group and a method: write it like \`reports.get\`.`,
              location: at,
            });
            return;
          }
          const other = operations.get(method);
          if (other !== undefined) {
            report({
              message: `\`${method}\` is the method of \`${other}\` already: name another for \`${name}\`.`,
              location: at,
            });
          }
          operations.set(method, name);
        },
      },
    },
  };
};
