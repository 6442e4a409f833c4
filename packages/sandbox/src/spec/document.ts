import { createRequire } from 'node:module';
import type { OpenApiDocument } from '@truework-legacy/spec/document';

const require = createRequire(import.meta.url);

let loaded: OpenApiDocument | undefined;

/** The bundled spec, loaded with its first use: the operations are known without it, and it is a part of a start that is felt. */
export function spec(): OpenApiDocument {
  loaded ??= require('#openapi.json') as OpenApiDocument;
  return loaded;
}
