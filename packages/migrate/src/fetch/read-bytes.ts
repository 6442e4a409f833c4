import type { FetchLikeResponse } from './fetch-like.ts';

/** The longest response that is read, in bytes. */
const mostBytes = 32 * 1024 * 1024;

/** A response that is too long to be read. Not an error of the connection. */
export class ResponseTooLongError extends Error {
  override readonly name = 'ResponseTooLongError';
}

/**
 * The body of a response.
 *
 * @throws ResponseTooLongError if it is longer than 32 MiB. Of a stream, no more than that is read.
 */
export async function readBytes(response: FetchLikeResponse): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = response as { readonly body?: ReadableStream<Uint8Array> | null };
  if (typeof body?.getReader !== 'function') return within(new Uint8Array(await response.arrayBuffer()));
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, length);
    length += value.length;
    chunks.push(value);
    if (length <= mostBytes) continue;
    reader.cancel().catch(() => {});
    throw new ResponseTooLongError();
  }
}

function within(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.length > mostBytes) throw new ResponseTooLongError();
  return bytes;
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
