import { describe } from '../check-options.ts';
import { ConfigurationError } from '../errors.ts';
import { ignoringErrors } from '../ignore-errors.ts';

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
  const bytes = ignoringErrors(() => bytesOf(body));
  if (bytes) return bytes;
  throw new ConfigurationError(
    `${caller}: ${problemOf(body)}. Pass the raw body: the text or bytes as they arrived.`,
  );
}

/** @throws TypeError if the buffer is detached. */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  return isBuffer(body) ? new Uint8Array(body) : undefined;
}

function problemOf(body: unknown): string {
  if (body === undefined || body === null) return `the body is ${body}`;
  if (isRawBody(body)) return 'the body is detached';
  const { getReader, pipe, arrayBuffer } = body as Readonly<Record<string, unknown>>;
  if (getReader || pipe || arrayBuffer) return 'the body is an unread stream';
  return typeof body === 'object'
    ? `the body is already parsed (${describe(body)})`
    : `the body is ${describe(body)}`;
}
