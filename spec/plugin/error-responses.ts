import type { Rule } from './rule.ts';

const EVERYWHERE = ['400', '401', '403', '405', '406', '429', '451', '500', '501'];

/** Every operation declares all its error responses, as shared responses. Webhooks need no key of ours. */
export const errorResponses: Rule = () => {
  let path = '';
  return {
    Paths: {
      PathItem: {
        enter(_item, { key }) {
          path = String(key);
        },
        Operation: {
          enter(operation, { location, report }) {
            const name = operation.operationId ?? path;
            const statuses = path.includes('{') ? [...EVERYWHERE, '404'].sort() : EVERYWHERE;
            for (const status of statuses) {
              const response = operation.responses?.[status];
              if (response === undefined) {
                report({
                  message: `\`${name}\` does not declare ${status}: add it to \`responses\`, as a $ref to a file of components/responses.`,
                  location: location.child(['responses']).key(),
                });
              } else if (!response.$ref?.includes('components/responses/')) {
                report({
                  message: `\`${name}\` declares ${status} by itself: move it to components/responses, and write a $ref to it.`,
                  location: location.child(['responses', status]).key(),
                });
              }
            }
          },
        },
      },
    },
    WebhooksMap: {
      Operation: {
        enter(operation, { location, report }) {
          if (operation.security?.length === 0) return;
          report({
            message: `\`${operation.operationId ?? 'The webhook'}\` is called by Truework, which has no key of ours: write \`security: []\`.`,
            location: location.key(),
          });
        },
      },
    },
  };
};
