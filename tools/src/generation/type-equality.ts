import { banner } from './banner.ts';
import type { OpenApi } from './openapi.ts';

/**
 * A file that the compiler refuses as soon as a validator's inferred type differs from the client's type of that name.
 *
 * @param api - The bundled spec: each of its schemas has to be there on both sides.
 * @param types - Text of the client's generated types.
 * @param validators - Text of the generated validators.
 */
export function typeEquality(api: OpenApi, types: string, validators: string): string {
  const typeNames = [...types.matchAll(/^export type (\w+)/gm)].map(([, name]) => name as string);
  const validatorNames = new Set(
    [...validators.matchAll(/^export const z(\w+)/gm)].map(([, name]) => name as string),
  );
  const missing = Object.keys(api.components.schemas).filter(
    (name) => !typeNames.includes(name) || !validatorNames.has(name),
  );
  if (missing.length > 0) {
    throw new Error(
      `The generator made no type or no validator of that name for ${missing.join(', ')}. Rename the schema in spec/.`,
    );
  }
  const pairs: [validator: string, type: string][] = [];
  for (const name of typeNames) {
    // A webhook's request is an envelope of the generator's own; what it carries is a schema of the spec.
    if (name.endsWith('WebhookRequest')) continue;
    if (validatorNames.has(name)) pairs.push([name, name]);
    const operation = name.match(/^(\w+)Data$/)?.[1];
    if (operation === undefined) continue;
    for (const part of ['Body', 'Path', 'Query', 'Headers']) {
      if (validatorNames.has(`${operation}${part}`)) {
        pairs.push([`${operation}${part}`, `${name}['${part.toLowerCase()}']`]);
      }
    }
  }
  const lines = pairs.map(([validator, type]) => {
    const typeExpression = type.includes('[') ? `NonNullable<types.${type}>` : `types.${type}`;
    return `equal<${typeExpression}, Exclude<z.input<typeof validators.z${validator}>, undefined>>(true);`;
  });
  return `${banner}

import type * as types from '@truework-legacy/client';
import type * as validators from '@truework-legacy/zod';
import type { z } from 'zod';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Flattens intersections, at any depth, so that two spellings of one shape compare as equal. */
type Flat<T> = T extends (infer Item)[] ? Flat<Item>[] : T extends object ? { [Key in keyof T]: Flat<T[Key]> } : T;

/** Compiles only where the two types are the same. */
function equal<A, B>(_same: Equal<Flat<A>, Flat<B>> extends true ? true : "The client's type and the validator's differ."): void {}

${lines.join('\n')}
`;
}
