/** A body that nothing has parsed. */
export type RawBody = string | Uint8Array;

/** Not by `instanceof`: test runners have a second Uint8Array, of which a Buffer is none. */
export function isRawBody(body: unknown): body is RawBody {
  return typeof body === 'string' || ArrayBuffer.isView(body);
}

export function toBytes(body: RawBody): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}
