/** A key that answers may be signed with. */
export interface SignatureKey {
  /** The `keyId` that `X-Truework-Signature` names it by. */
  readonly keyId: string;
  /** The raw public key: 32 bytes in base64, 44 characters. */
  readonly publicKey: string;
  /**
   * First day of its use, `YYYY-MM-DD`, UTC: what it signed before is refused.
   * @defaultValue No such day.
   */
  readonly notBefore?: string;
}

/**
 * The keys that Truework publishes, by environment. Those of one environment are no proof in the other. None has an end yet. Do
 * not take one out when Truework replaces it: old archives are verified with it.
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
