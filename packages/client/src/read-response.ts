import type { FetchResponse } from './fetch.ts';
import { ignoringErrors } from './ignore-errors.ts';
import { joinBytes } from './join-bytes.ts';

/** A response that was read to its end. */
export interface ReadResponse {
  readonly response: FetchResponse;
  readonly text: string;
  /** The body's own bytes. Absent if nobody asked for them. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * Reads a response to its end.
 *
 * @param needsBytes - Whether the body's own bytes are kept. They cost a copy.
 * @param isLengthTrue - Whether `Content-Length` is HTTP's, and not what a custom fetch says.
 * @returns Undefined if the body is longer than it may be. Then it was not read to its end.
 */
export async function readResponse(
  response: FetchResponse,
  maxBytes: number,
  needsBytes: boolean,
  isLengthTrue: boolean,
): Promise<ReadResponse | undefined> {
  if (Number(response.headers.get('content-length')) > maxBytes) {
    ignoringErrors(() => (response.body as ReadableStream | null | undefined)?.cancel());
    return undefined;
  }
  if (!needsBytes && isLengthTrue && saysItsLength(response)) {
    return { response, text: await response.text(), bytes: undefined };
  }
  const bytes = await readBytes(response, maxBytes);
  if (!bytes || bytes.byteLength > maxBytes) return undefined;
  return { response, text: new TextDecoder().decode(bytes), bytes: needsBytes ? bytes : undefined };
}

/** Whether its length is certain before it is read, as HTTP has it: of a compressed body, only that of the compressed one is. */
function saysItsLength({ headers }: FetchResponse): boolean {
  return headers.get('content-length') !== null && headers.get('content-encoding') === null;
}

async function readBytes(response: FetchResponse, maxBytes: number): Promise<Uint8Array | undefined> {
  const stream = response.body as ReadableStream<Uint8Array> | null | undefined;
  // No body, or a fetch without streams.
  if (typeof stream?.getReader !== 'function') return new Uint8Array(await response.arrayBuffer());
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    // Also what is no number: a custom fetch may give chunks of another kind.
    if (!(size <= maxBytes)) {
      ignoringErrors(() => reader.cancel());
      return undefined;
    }
    chunks.push(next.value);
  }
  return joinBytes(chunks, size);
}
