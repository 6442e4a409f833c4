import { locationOf } from './location.ts';
import type { Context, Rule } from './rule.ts';

/** Where each extension is valid. The table in spec/README.md says what it means. */
export const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  'x-source': ['operation', 'parameter', 'header', 'response', 'schema'],
  'x-pii': ['parameter', 'schema'],
  'x-bound': ['schema'],
  'x-fallback': ['parameter', 'schema'],
  'x-retry': ['operation'],
  'x-sdk': ['operation'],
  'x-enumDescriptions': ['schema'],
  'x-final': ['schema'],
  'x-essential': ['schema'],
  'x-pattern-message': ['schema'],
  'x-legacy': ['operation'],
  'x-successor': ['operation'],
  'x-environment': ['server'],
};

/** Only known extensions, each where it is read. */
export const extensions: Rule = () => ({
  any: {
    enter(node, context) {
      // Names in a map are the API's own: a header may well be called x-something.
      if (Object.keys(context.type.properties).length > 0) check(node, context);
    },
  },
  ref: {
    enter(reference, context) {
      for (const name of extensionsOf(reference)) {
        if (context.type.name === 'Schema' && EXTENSIONS[name]?.includes('schema')) continue;
        context.report({
          message: `\`${name}\` stands beside a $ref, where nobody reads it: write it into the file that the $ref names.`,
          location: context.location.child([name]).key(),
        });
      }
    },
  },
});

function check(node: object, { type, location, report }: Context): void {
  const kind = type.name.toLowerCase();
  for (const name of extensionsOf(node)) {
    const locations = EXTENSIONS[name];
    if (locations?.includes(kind)) continue;
    const repair = locations
      ? `it belongs to ${locations.join(', ')}, not to ${kind}. Move or remove it`
      : 'it is unknown. Remove it, or add it to plugin/extensions.ts and the table in README.md';
    report({
      message: `\`${name}\` of \`${locationOf(location)}\`: ${repair}.`,
      location: location.child([name]).key(),
    });
  }
}

function extensionsOf(node: object): string[] {
  return Object.keys(node).filter((name) => name.startsWith('x-'));
}
