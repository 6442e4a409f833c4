import { createRequire } from 'node:module';
import { withoutOwnBounds } from '@truework-legacy/spec/document';
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type addFormats from 'ajv-formats';
import { spec } from './document.ts';

const require = createRequire(import.meta.url);

let ajv: Ajv2020 | undefined;

// Neither the validator nor any schema is loaded before its first use, because that takes longer than the start of everything else.
function loadAjv(): Ajv2020 {
  const { Ajv2020: Ajv } = require('ajv/dist/2020.js') as { Ajv2020: typeof Ajv2020 };
  const { default: add } = require('ajv-formats') as { default: typeof addFormats.default };
  const loaded = new Ajv({ strict: false, allErrors: true, verbose: true });
  add(loaded);
  loaded.addSchema(withoutOwnBounds(spec()), 'truework');
  return loaded;
}

/**
 * Checks values against a schema of the spec. It is compiled with its first use.
 *
 * @param pointer - JSON pointer to the schema, beginning with `#`.
 */
export function schemaValidator(pointer: string): ValidateFunction {
  ajv ??= loadAjv();
  return ajv.getSchema(`truework${pointer}`) as ValidateFunction;
}

/** Checks values against a schema that refers to the spec as `truework#/…`. Compiled each time: keep what it returns. */
export function compileSchema(schema: object): ValidateFunction {
  ajv ??= loadAjv();
  return ajv.compile(schema);
}
