import { describe } from '../check-options.ts';
import { ConfigurationError } from '../errors.ts';

/** A body that was not parsed. */
export type RawBody = string | Uint8Array | ArrayBuffer;

/** Not by `instanceof`, because test runners have a second Uint8Array, and a Buffer is not an instance of it. */
export function isRawBody(body: unknown): body is RawBody {
  return typeof body === 'string' || ArrayBuffer.isView(body) || isBuffer(body);
}

function isBuffer(body: unknown): body is ArrayBuffer {
  return Object.prototype.toString.call(body) === '[object ArrayBuffer]';
}

/**
 * The bytes of a body or of a chunk.
 *
 * @param caller - The function that was called with it, for the message.
 * @throws {@link ConfigurationError} if it is neither a string nor bytes.
 */
export function toBytes(caller: string, body: unknown): Uint8Array {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (isBuffer(body)) return new Uint8Array(body);
  throw new ConfigurationError(
    `${caller}: ${problemOf(body)}. Pass the raw body: the text or bytes as they arrived.`,
  );
}

function problemOf(body: unknown): string {
  if (body === undefined || body === null) return `the body is ${body}`;
  const { getReader, pipe } = body as { getReader?: unknown; pipe?: unknown };
  if (getReader || pipe) return 'the body is an unread stream';
  return typeof body === 'object'
    ? `the body is already parsed (${describe(body)})`
    : `the body is ${describe(body)}`;
}
