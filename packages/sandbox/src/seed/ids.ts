import { nodeCrypto } from './node-crypto.ts';

/** The type codes that were seen inside the API's ids. No id of a credentials session was seen: its code is made up. */
const typeCodes = { credentialsSession: 1, verification: 7, report: 11 } as const;

const bytes = Buffer.alloc(42);

/**
 * Makes ids, tokens and other values that look random, from a text: the same text and the same numbers give the same ones,
 * whatever was made before.
 */
export class Ids {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** An object's id: 56 base64url characters, of a sequence number, a type code and 32 bytes that look like a MAC. */
  object(type: keyof typeof typeCodes, sequence: number): string {
    bytes.writeUInt32BE(Math.floor(sequence / 0x1_0000_0000), 0);
    bytes.writeUInt32BE(sequence % 0x1_0000_0000, 4);
    bytes.writeUInt16BE(typeCodes[type], 8);
    bytes.write(nodeCrypto().hash('sha256', `${this.#source}:${type}:${sequence}`, 'binary'), 10, 'binary');
    return bytes.toString('base64url');
  }

  /** 43 base64url characters (32 bytes) for a purpose, such as the token of a credentials session. */
  token(purpose: string, sequence: number): string {
    return nodeCrypto().hash('sha256', `${this.#source}:${purpose}:${sequence}`, 'base64url');
  }
}

/** The sequence number inside an id, whoever made it. Returns 0, which no object has, if there is none. */
export function sequenceInId(id: string): number {
  const form = Buffer.from(id, 'base64url');
  if (form.length !== bytes.length) return 0;
  const sequence = form.readUInt32BE(0) * 0x1_0000_0000 + form.readUInt32BE(4);
  return Number.isSafeInteger(sequence) ? sequence : 0;
}
