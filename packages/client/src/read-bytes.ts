import type { FetchResponse } from './fetch.ts';
import { ignoringErrors } from './ignore-errors.ts';

/** A body that was not read to its end, and why, in words that follow "the response". */
export interface Unread {
  readonly problem: string;
}

/** How many empty chunks are read. They have no bytes to count, and could go on forever. */
const mostEmpty = 1_000;

const noBytes = new Uint8Array();

/** Reads the body of a response to its end. */
export async function readBytes(
  response: FetchResponse,
  headers: FetchResponse['headers'],
  maxBytes: number,
): Promise<Uint8Array | Unread> {
  const tooLong = () => ({ problem: `is longer than maxResponseBytes (${maxBytes})` });
  const stream = response.body as ReadableStream<Uint8Array> | null | undefined;
  if (Number(headers.get('content-length')) > maxBytes) {
    ignoringErrors(() => (stream as ReadableStream).cancel());
    return tooLong();
  }
  // No body, or a fetch without streams.
  if (typeof stream?.getReader !== 'function') {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.byteLength > maxBytes ? tooLong() : bytes;
  }
  const reader = stream.getReader();
  // Joined as they arrive, because a million chunks of a byte would fill the memory.
  let whole: Uint8Array = noBytes;
  let size = 0;
  let empty = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const end = size + next.value.byteLength;
    if (end === size) empty += 1;
    // Also if it is not a number, because the chunks of a custom fetch may not be bytes.
    if (!(end <= maxBytes) || empty > mostEmpty) {
      ignoringErrors(() => reader.cancel());
      return end <= maxBytes ? { problem: `has more than ${mostEmpty} empty chunks` } : tooLong();
    }
    // The first is not copied, which would cost more than everything else here.
    const isFirst = size === 0 && next.value instanceof Uint8Array;
    whole = isFirst ? next.value : withRoom(whole, end);
    if (!isFirst) whole.set(next.value, size);
    size = end;
  }
  return whole.byteLength === size ? whole : whole.slice(0, size);
}

/** The same bytes, with room for a number of bytes in all, and for as many again if there was too little. */
function withRoom(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.byteLength >= length) return bytes;
  const room = new Uint8Array(2 * length);
  room.set(bytes);
  return room;
}
