import type { Clock } from '../clock.ts';
import { joinBytes } from '../join-bytes.ts';
import { withinTime } from '../time-limit.ts';
import { isRawBody, type RawBody, toBytes } from './raw-body.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';

/** The limits on a body. */
export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'after'>;
}

/** How many chunks a body may have. Empty chunks have no bytes to count, and could go on forever. */
const maxChunks = 100_000;

/** How much more of a body that is too large is read, in bytes. Stopping at once would close the connection before the response. */
const maxExcessBytes = 2 ** 24;

/**
 * Reads a body.
 *
 * @param caller - The function that was called with it, for the messages.
 * @throws {@link WebhookInvalidError} if it exceeds a limit.
 * @throws {@link ConfigurationError} if a chunk is neither a string nor bytes.
 */
export async function collectBody(
  caller: string,
  body: AsyncIterable<RawBody> | RawBody,
  { maxBodyBytes, timeoutMs, clock }: BodyLimits,
): Promise<Uint8Array> {
  if (isRawBody(body)) return await collect(caller, [body], maxBodyBytes);
  const ended = () =>
    new WebhookInvalidError('body-timeout', `The body took longer than timeoutMs (${timeoutMs}).`);
  return await withinTime({ clock, milliseconds: timeoutMs, ended }, ({ signal }) =>
    collect(caller, body, maxBodyBytes, signal),
  );
}

async function collect(
  caller: string,
  body: AsyncIterable<RawBody> | RawBody[],
  maxBodyBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let count = 0;
  let size = 0;
  for await (const chunk of body) {
    const bytes = toBytes(caller, chunk);
    size += bytes.byteLength;
    count += 1;
    if (size <= maxBodyBytes) chunks.push(bytes);
    if (signal?.aborted || count > maxChunks || size > maxBodyBytes + maxExcessBytes) break;
  }
  if (size > maxBodyBytes) throw tooLarge(`is longer than maxBodyBytes (${maxBodyBytes})`);
  if (count > maxChunks) throw tooLarge(`arrives in more than ${maxChunks} chunks`);
  return joinBytes(chunks, size);
}

function tooLarge(problem: string): WebhookInvalidError {
  return new WebhookInvalidError('body-too-large', `The body ${problem}.`);
}
