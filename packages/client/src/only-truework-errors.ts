import { isControlFlow } from './control-flow.ts';
import { ConfigurationError, TrueworkError } from './errors.ts';

/**
 * Runs something whose every error is to be a {@link TrueworkError}, whatever plugged-in code throws, or one that a framework steers by.
 *
 * @param caller - What was called, for the message.
 */
export async function onlyTrueworkErrors<Value>(
  caller: string,
  run: () => PromiseLike<Value>,
): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TrueworkError || isControlFlow(error)) throw error;
    throw new ConfigurationError(
      `${caller}: something plugged in failed, and nothing came of the call. Is it the clock or the signal?`,
    );
  }
}
