import type { Settings } from './connection.ts';
import { isControlFlow } from './control-flow.ts';
import { ConfigurationError, type OperationId, TrueworkError } from './errors.ts';
import { failureReason } from './failure-reason.ts';

/**
 * Asks the rate limiter for a turn.
 *
 * @param waitMs - How long the call can wait at most.
 * @returns Nothing if that is now.
 * @throws {@link ConfigurationError} if the limiter fails. Nothing is sent.
 */
export function takeTurn(
  { rateLimiter }: Settings,
  operation: OperationId,
  signal: AbortSignal | undefined,
  waitMs: number,
): Promise<unknown> | undefined {
  if (!rateLimiter) return undefined;
  const failed = (error: unknown): never => {
    if (error instanceof TrueworkError || isControlFlow(error)) throw error;
    const { reason } = failureReason(error);
    throw new ConfigurationError(
      `${operation}: rateLimiter.acquire() failed (${reason === 'network' ? 'no code' : reason}), so the request was not sent.`,
    );
  };
  try {
    const turn = rateLimiter.acquire(signal, waitMs);
    return (
      turn && Promise.resolve(turn).catch((error: unknown) => (signal?.aborted ? undefined : failed(error)))
    );
  } catch (error) {
    return failed(error);
  }
}
