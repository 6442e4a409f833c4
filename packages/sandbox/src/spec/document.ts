import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The bundled spec. It is loaded with its first use: a start needs only the operations, and loading it would slow the start down. */
export function spec(): object {
  return require('#openapi.json') as object;
}
