import type { SignedResponse } from '../../src/signatures/check-signature.ts';
import type { SignatureKey } from '../../src/signatures/published-keys.ts';

/** A key pair of the tests, with its public half as `key`. */
export interface TestSigner {
  readonly key: SignatureKey;
  /** Signs as the API's documentation describes it, without the code under test. */
  sign(response?: Partial<UnsignedResponse>): Promise<SignedResponse>;
}

interface UnsignedResponse {
  readonly body: string | Uint8Array;
  readonly date: string;
  /** Names of the headers to sign, in order. */
  readonly names: readonly string[];
  readonly headers: { readonly [name: string]: string };
}

const pkcs8OfEd25519 = '302e020100300506032b657004220420';

/** A signer whose 32 secret bytes all have the same value. */
export async function testSigner(keyId: string, secretByte: number): Promise<TestSigner> {
  const pkcs8 = pkcs8OfEd25519 + secretByte.toString(16).padStart(2, '0').repeat(32);
  const bytes = Uint8Array.from(pkcs8.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const secret = await crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', true, ['sign']);
  const { x = '' } = await crypto.subtle.exportKey('jwk', secret);
  const publicKey = `${x.replaceAll('-', '+').replaceAll('_', '/')}=`;
  return {
    key: { keyId, publicKey },
    async sign({
      body = '{"id":"test-report","note":"Zoë"}',
      date = 'Fri, 12 Nov 2021 19:28:59 GMT',
      names = ['date', 'content-length'],
      headers = {},
    } = {}) {
      const bytes = typeof body === 'string' ? encode(body) : body;
      const sent = new Headers({ date, 'content-length': String(bytes.length), ...headers });
      const head = names.map((name) => `${name}: ${sent.get(name)}\n`).join('');
      const message = Uint8Array.of(...encode(head), ...bytes);
      const signed = await crypto.subtle.sign('Ed25519', secret, message);
      sent.set(
        'X-Truework-Signature',
        `keyId="${keyId}", headers="${names.join(' ')}", signature="${toBase64(new Uint8Array(signed))}"`,
      );
      return { headers: sent, body: bytes };
    },
  };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The same response with another value of a header, or without the header. */
export function withHeader(response: SignedResponse, name: string, value: string | null): SignedResponse {
  const headers = new Headers(response.headers);
  if (value === null) headers.delete(name);
  else headers.set(name, value);
  return { ...response, headers };
}

/** The same response with another X-Truework-Signature. */
export function withSignature(response: SignedResponse, change: (value: string) => string): SignedResponse {
  return withHeader(
    response,
    'X-Truework-Signature',
    change(response.headers.get('X-Truework-Signature') ?? ''),
  );
}
