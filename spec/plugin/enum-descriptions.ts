import { locationOf } from './location.ts';
import type { Rule } from './rule.ts';

const EXTENSION = 'x-enumDescriptions';

/** Each value of an `enum` has its meaning, and each `enum` and `const` its type. */
export const enumDescriptions: Rule = () => ({
  Schema: {
    enter(schema, { location, report }) {
      const where = locationOf(location);
      for (const keyword of ['enum', 'const'] as const) {
        if (schema[keyword] === undefined || schema.type !== undefined) continue;
        report({
          message: `\`${where}\` has \`${keyword}\` and no \`type\`: write the type beside it, such as \`type: string\`.`,
          location: location.child([keyword]).key(),
        });
      }
      if (schema.enum === undefined) {
        if (schema[EXTENSION] === undefined) return;
        report({
          message: `\`${where}\` has \`${EXTENSION}\` and no \`enum\`: write the \`enum\`, or remove the meanings.`,
          location: location.child([EXTENSION]).key(),
        });
        return;
      }
      const values = schema.enum.filter((value) => value !== null).map(String);
      const meanings = (schema[EXTENSION] ?? {}) as Record<string, unknown>;
      for (const value of values) {
        const meaning = meanings[value];
        if (typeof meaning === 'string' && meaning.trim() !== '') continue;
        report({
          message: `\`${where}\` does not say what \`${value}\` means: write \`${value}: <meaning>\` into its \`${EXTENSION}\`.`,
          location: location.child(['enum']).key(),
        });
      }
      for (const value of Object.keys(meanings).filter((name) => !values.includes(name))) {
        report({
          message: `\`${where}\` explains \`${value}\`, which is not in its \`enum\`: add the value there, or remove it from \`${EXTENSION}\`.`,
          location: location.child([EXTENSION, value]).key(),
        });
      }
    },
  },
});
