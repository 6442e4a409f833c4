import { createHmac } from 'node:crypto';

/** The type codes that were seen inside the API's ids. No id of a credentials session was seen: its code is made up. */
const typeCodes = { credentialsSession: 1, verification: 7, report: 11 } as const;

/** Makes ids of the API's form from a seed: the same seed gives the same ids in the same order. */
export class Ids {
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** An object's id: 56 base64url characters, of a sequence number, a type code and 32 bytes that look like a MAC. */
  object(type: keyof typeof typeCodes, sequence: number): string {
    const head = Buffer.alloc(10);
    head.writeBigUInt64BE(BigInt(sequence));
    head.writeUInt16BE(typeCodes[type], 8);
    return Buffer.concat([head, this.#mac(`${type}:${sequence}`)]).toString('base64url');
  }

  /** The token of a credentials session: 43 base64url characters. */
  sessionToken(sequence: number): string {
    return this.#mac(`token:${sequence}`).toString('base64url');
  }

  #mac(text: string): Buffer {
    return createHmac('sha256', this.#seed).update(text).digest();
  }
}
