import type * as NodeCrypto from 'node:crypto';

let loaded: typeof NodeCrypto | undefined;

/** Node's crypto, loaded with its first use: nothing needs it before the first request, and it is a tenth of a start. */
export function nodeCrypto(): typeof NodeCrypto {
  loaded ??= process.getBuiltinModule('node:crypto');
  return loaded;
}
