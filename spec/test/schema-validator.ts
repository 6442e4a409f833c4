import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { childrenOf, type Schema, valueAt } from '../document/index.ts';
import { EXTENSIONS } from '../plugin/extensions.ts';
import { document, isObject } from './openapi-document.ts';

/** Strict, so that an undeclared keyword or format is rejected instead of ignored. */
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: true, allErrors: true });
addFormats.default(ajv);
// What OpenAPI and this project add to JSON Schema. None of it can make a value invalid.
ajv.addVocabulary(['example', ...Object.keys(EXTENSIONS)]);
for (const [, { pointer, value }] of childrenOf<Schema>(document, '#/components/schemas')) {
  ajv.addSchema(value, pointer);
}

/** The validator of the schema at a pointer. @throws If ajv cannot read the schema. */
export function validatorAt(pointer: string): ValidateFunction {
  const value = valueAt(document, pointer);
  if (!isObject(value) && typeof value !== 'boolean') throw new Error(`${pointer} is not a schema.`);
  return ajv.compile(value);
}

/** The errors of a value by the schema at a pointer, each with its location. */
export function errorsOf(value: unknown, pointer: string): string[] {
  const validate = validatorAt(pointer);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}
