import type { FetchLikeResponse } from './fetch-like.ts';

/** The longest response that is read, in bytes. */
const mostBytes = 32 * 1024 * 1024;

const tooLong = () => new RangeError(`The response is longer than ${mostBytes} bytes.`);

/**
 * The body of a response.
 *
 * @throws RangeError if it is longer than 32 MiB. Of a stream, no more than that is read.
 */
export async function readBytes(response: FetchLikeResponse): Promise<ArrayBuffer> {
  const { body } = response as { readonly body?: ReadableStream<Uint8Array> | null };
  const isStream = typeof body?.pipeThrough === 'function';
  const bytes = await (isStream ? new Response(body.pipeThrough(atMost())) : response).arrayBuffer();
  if (bytes.byteLength > mostBytes) throw tooLong();
  return bytes;
}

/** Passes chunks on until they are too many. */
function atMost(): TransformStream<Uint8Array, Uint8Array> {
  let length = 0;
  return new TransformStream({
    transform(chunk, controller) {
      length += chunk.length;
      if (length > mostBytes) controller.error(tooLong());
      else controller.enqueue(chunk);
    },
  });
}
