import type * as NodeCrypto from 'node:crypto';

/** Node's crypto, loaded with its first use: nothing needs it before the first request, and it is a tenth of a start. */
export function nodeCrypto(): typeof NodeCrypto {
  return process.getBuiltinModule('node:crypto');
}
