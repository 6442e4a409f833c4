import type { FetchResponse } from './fetch.ts';
import { ignoringErrors } from './ignore-errors.ts';
import { joinBytes } from './join-bytes.ts';

/**
 * Reads the body of a response to its end.
 *
 * @returns Undefined if it is longer than the maximum. Then it was not read to its end.
 */
export async function readBytes(
  response: FetchResponse,
  headers: FetchResponse['headers'],
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const stream = response.body as ReadableStream<Uint8Array> | null | undefined;
  if (Number(headers.get('content-length')) > maxBytes) {
    ignoringErrors(() => stream?.cancel());
    return undefined;
  }
  // No body, or a fetch without streams.
  if (typeof stream?.getReader !== 'function') {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.byteLength > maxBytes ? undefined : bytes;
  }
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    // Also if it is not a number, because the chunks of a custom fetch may not be bytes.
    if (!(size <= maxBytes)) {
      ignoringErrors(() => reader.cancel());
      return undefined;
    }
    chunks.push(next.value);
  }
  const [only] = chunks;
  // Not copied, which would cost more than everything else here.
  return chunks.length === 1 && only instanceof Uint8Array ? only : joinBytes(chunks, size);
}
