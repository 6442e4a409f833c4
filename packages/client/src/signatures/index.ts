export {
  type Archive,
  type ArchiveOptions,
  ArchiveRejectedError,
  type ArchiveVerdict,
  archive,
  verifyArchive,
} from './archive.ts';
export type { SignedResponse } from './check-signature.ts';
export { publishedKeys, type SignatureKey } from './published-keys.ts';
export { type SignatureVerifierOptions, signatureVerifier } from './signature-verifier.ts';
