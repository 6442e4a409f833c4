export { Ids, sequenceInId } from './ids.ts';
export { nodeCrypto } from './node-crypto.ts';
export { ResponseSigner, type SigningKey, type WrongSignature, wrongSignatures } from './signing.ts';
