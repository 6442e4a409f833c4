import { expect } from 'vitest';
import { SignatureInvalidError } from '../../src/errors.ts';
import type { Check } from '../../src/options.ts';
import type { SignedResponse } from '../../src/signatures/check-signature.ts';
import { type SignatureVerifierOptions, signatureVerifier } from '../../src/signatures/signature-verifier.ts';
import { testSigner } from './test-signer.ts';

export const signer = await testSigner('test-key-1', 1);
export const otherSigner = await testSigner('test-key-2', 2);
export const genuine = await signer.sign();

/** The problem that a verifier with the signer's key reports. Undefined if there is none. */
export function verify(
  signed: SignedResponse,
  options: Partial<SignatureVerifierOptions> = {},
  data: unknown = {},
): Promise<string | undefined> {
  return check(signatureVerifier({ mode: 'require', keys: [signer.key], ...options }), signed, data);
}

/** The problem that a verifier throws, or warns of. */
export async function check(
  { response }: Check,
  signed: SignedResponse,
  data: unknown = {},
): Promise<string | undefined> {
  const warnings: string[] = [];
  const facts = { operation: 'getReport', status: 200, attempt: 2 } as const;
  const warn = (code: string, message: string) => void warnings.push(`${code}: ${message}`);
  const sentMs = Date.UTC(2021, 10, 12, 19, 28, 58);
  try {
    await response?.({ ...facts, query: undefined, sentMs, ...signed, data, warn });
  } catch (error) {
    expect(warnings).toEqual([]);
    if (!(error instanceof SignatureInvalidError)) throw error;
    expect(error).toMatchObject({
      code: 'signature-invalid',
      requestTime: '2021-11-12T19:28:58.000Z',
      ...facts,
    });
    return error.message;
  }
  return warnings[0];
}

export const textOf = ({ body }: SignedResponse): string => new TextDecoder().decode(body);
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
