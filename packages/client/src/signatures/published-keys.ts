/** A public key that signs responses. */
export interface SignatureKey {
  /** The `keyId` in `X-Truework-Signature`. */
  readonly keyId: string;
  /** The raw public key: 32 bytes in base64, 44 characters. */
  readonly publicKey: string;
  /**
   * The first day of its use: `YYYY-MM-DD`, UTC. Earlier signatures are rejected.
   * @defaultValue none
   */
  readonly notBefore?: string | undefined;
}

/**
 * The keys that Truework publishes, by environment. A key of one environment proves nothing in the other. If Truework replaces a key, keep
 * trusting the old one to verify archives.
 */
export const publishedKeys = {
  production: [
    {
      keyId: 'tw-2021-11-11',
      publicKey: 'Ad14e4K+/6At51wUH2B3M4ONNlRmLiSpI4NUAl+IcyA=',
      notBefore: '2021-11-11',
    },
  ],
  sandbox: [
    {
      keyId: 'tw-sandbox-2021-11-11',
      publicKey: 'yJBzPH0p+gdRuj4qnjU1+ob0AH52gHRDXxnDW1xGaYk=',
      notBefore: '2021-11-11',
    },
  ],
} as const satisfies { readonly [environment: string]: readonly SignatureKey[] };
