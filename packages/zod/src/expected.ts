import type * as core from 'zod/v4/core';
import { type Expected, listed } from './issue-messages.ts';
import { wordsOf } from './rules.ts';
import { zodDefOf } from './zod-def.ts';

/** What a schema accepts, for zod and for people. */
export function expectedOf(schema: core.$ZodType): Expected {
  const def = zodDefOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nonoptional':
      return expectedOf(def.innerType);
    case 'nullable': {
      const { type, words } = expectedOf(def.innerType);
      return { type, words: `${words}${words.includes(',') ? ',' : ''} or null` };
    }
    case 'string':
      return {
        type: 'string',
        words: def.checks?.map(wordsOf).find((words) => words !== undefined) ?? 'a string',
      };
    case 'number':
      return schema._zod.bag['format'] === 'int'
        ? { type: 'int', words: 'an integer' }
        : { type: 'number', words: 'a number' };
    case 'boolean':
      return { type: 'boolean', words: 'a boolean' };
    case 'null':
      return { type: 'null', words: 'null' };
    case 'literal':
      return { type: typeof def.values[0], words: listed(def.values) };
    case 'enum':
      return { type: 'string', words: listed(Object.values(def.entries)) };
    case 'array':
    case 'tuple':
      return { type: 'array', words: 'an array' };
    case 'object':
    case 'record':
      return { type: def.type, words: 'an object' };
    case 'union': {
      const options = (def.isOpenEnum ? def.options.slice(1) : def.options).map(expectedOf);
      return {
        type: (options[0] as Expected).type,
        words: [...new Set(options.map(({ words }) => words))].join(' or '),
      };
    }
    case 'lazy':
      return expectedOf(def.getter());
    default:
      return { type: 'unknown', words: 'a value' };
  }
}
