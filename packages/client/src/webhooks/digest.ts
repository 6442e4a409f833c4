import { ConfigurationError } from '../errors.ts';

/**
 * The SHA-256 digest of a string, in hexadecimal.
 *
 * @throws {@link ConfigurationError} if WebCrypto is missing or fails.
 */
export async function digest(text: string): Promise<string> {
  try {
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    throw new ConfigurationError('webhooks need WebCrypto with SHA-256, which failed or is missing here.');
  }
}
