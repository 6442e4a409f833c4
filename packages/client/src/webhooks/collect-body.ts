import type { Clock } from '../clock.ts';
import { joinBytes } from '../join-bytes.ts';
import { withinTime } from '../time-limit.ts';
import { isRawBody, type RawBody, toBytes } from './raw-body.ts';
import { WebhookInvalidError } from './webhook-invalid-error.ts';

/** What of a body may be taken in. */
export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'after'>;
}

/** A body of empty pieces has no bytes to count, and may be endless. */
const maxPieces = 100_000;

/** How much is read of a body that is too large, in bytes. To stop at once would cut the connection before the response. */
const maxExcessBytes = 2 ** 24;

/**
 * Reads a body as it comes.
 *
 * @param caller - The function that was given it, for the messages.
 * @throws {@link WebhookInvalidError} if it has no end within the limits.
 * @throws ConfigurationError if a piece is neither text nor bytes.
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
  const pieces: Uint8Array[] = [];
  let count = 0;
  let size = 0;
  for await (const piece of body) {
    const bytes = toBytes(caller, piece);
    size += bytes.byteLength;
    count += 1;
    if (size <= maxBodyBytes) pieces.push(bytes);
    if (signal?.aborted || count > maxPieces || size > maxBodyBytes + maxExcessBytes) break;
  }
  if (size > maxBodyBytes) throw tooLarge(`is longer than maxBodyBytes (${maxBodyBytes})`);
  if (count > maxPieces) throw tooLarge(`arrives in more than ${maxPieces} chunks`);
  return joinBytes(pieces, size);
}

function tooLarge(problem: string): WebhookInvalidError {
  return new WebhookInvalidError('body-too-large', `The body ${problem}.`);
}
