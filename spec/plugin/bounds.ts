import { locationOf } from './location.ts';
import type { Location, Rule, Schema } from './rule.ts';

/** Everything that can grow has a limit. */
export const bounds: Rule = () => ({
  Schema: {
    enter(schema, { location, report }) {
      for (const missing of missingBounds(schema)) {
        report({ message: `\`${locationOf(location)}\` is ${missing}.`, location: typeOf(schema, location) });
      }
    },
  },
});

function missingBounds(schema: Schema): string[] {
  const types = [schema.type ?? []].flat();
  const missing: string[] = [];
  const fixed = schema.enum !== undefined || schema.const !== undefined;
  if (
    types.includes('string') &&
    !fixed &&
    schema.maxLength === undefined &&
    !['date', 'date-time'].includes(schema.format ?? '') &&
    !endsSomewhere(schema.pattern)
  ) {
    missing.push('a string without a longest length: write `maxLength`, or list its values in `enum`');
  }
  if ((types.includes('number') || types.includes('integer')) && !fixed) {
    if ((schema.minimum ?? schema.exclusiveMinimum) === undefined) {
      missing.push('a number without a smallest value: write `minimum`');
    }
    if ((schema.maximum ?? schema.exclusiveMaximum) === undefined) {
      missing.push('a number without a largest value: write `maximum`');
    }
  }
  if (types.includes('array') && schema.maxItems === undefined) {
    missing.push('an array without a largest size: write `maxItems`');
  }
  if (typeof schema.additionalProperties === 'object' && schema.maxProperties === undefined) {
    missing.push('an object with free names and no largest size: write `maxProperties`');
  }
  return missing;
}

/** Whether a pattern is anchored at both ends, and has no unlimited repetition. */
function endsSomewhere(pattern: string | undefined): boolean {
  const plain = pattern?.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  return plain !== undefined && /^\^.*\$$/.test(plain) && !/[*+]|\{\d+,\}/.test(plain) && !isChoice(plain);
}

/** `^a|b$` is anchored on one side of each half only. */
function isChoice(pattern: string): boolean {
  let text = pattern;
  while (/\([^()]*\)/.test(text)) text = text.replace(/\([^()]*\)/g, 'x');
  return text.includes('|');
}

function typeOf(schema: Schema, location: Location): Location {
  return schema.type === undefined ? location : location.child(['type']).key();
}
