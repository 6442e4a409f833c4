export {
  type Archive,
  type ArchiveOptions,
  ArchiveRefusedError,
  type ArchiveVerdict,
  archive,
  verifyArchive,
} from './archive.ts';
export type { SignedAnswer } from './check-signature.ts';
export { publishedKeys, type SignatureKey } from './published-keys.ts';
export { type SignatureVerifierOptions, signatureVerifier } from './signature-verifier.ts';
