import type { FetchResponse } from './fetch.ts';
import { ignoringErrors } from './ignore-errors.ts';
import { joinBytes } from './join-bytes.ts';

/** A body that was not read to its end, and why, in words that follow "the response". */
export interface Unread {
  readonly problem: string;
}

/** How many empty chunks are read. They have no bytes to count, and could go on forever. */
const mostEmpty = 1_000;

/** Reads the body of a response to its end. */
export async function readBytes(
  response: FetchResponse,
  headers: FetchResponse['headers'],
  maxBytes: number,
): Promise<Uint8Array | Unread> {
  const tooLong = { problem: `is longer than maxResponseBytes (${maxBytes})` };
  const stream = response.body as ReadableStream<Uint8Array> | null | undefined;
  if (Number(headers.get('content-length')) > maxBytes) {
    ignoringErrors(() => stream?.cancel());
    return tooLong;
  }
  // No body, or a fetch without streams.
  if (typeof stream?.getReader !== 'function') {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.byteLength > maxBytes ? tooLong : bytes;
  }
  const reader = stream.getReader();
  // Joined as they arrive, because a million chunks of a byte would fill the memory.
  let whole: Uint8Array = new Uint8Array();
  let size = 0;
  let empty = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const { byteLength } = next.value;
    empty += byteLength === 0 ? 1 : 0;
    // Also if it is not a number, because the chunks of a custom fetch may not be bytes.
    if (!(size + byteLength <= maxBytes) || empty > mostEmpty) {
      ignoringErrors(() => reader.cancel());
      return empty > mostEmpty ? { problem: `has more than ${mostEmpty} empty chunks` } : tooLong;
    }
    whole = append(whole, size, next.value);
    size += byteLength;
  }
  return whole.byteLength === size ? whole : whole.slice(0, size);
}

/** Puts a chunk after the first `size` bytes. Doubles the space if there is too little. */
function append(whole: Uint8Array, size: number, chunk: Uint8Array): Uint8Array {
  // The first is not copied, which would cost more than everything else here.
  if (size === 0 && chunk instanceof Uint8Array) return chunk;
  const needed = size + chunk.byteLength;
  const room =
    needed <= whole.byteLength ? whole : joinBytes([whole.subarray(0, size)], Math.max(needed, 2 * size));
  room.set(chunk, size);
  return room;
}
