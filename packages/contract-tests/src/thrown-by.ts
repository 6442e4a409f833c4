import { expect } from 'vitest';

/** The error that a call ends with, which has to be of the given class. */
export async function thrownBy<Kind extends Error>(
  call: Promise<unknown>,
  kind: abstract new (...parameters: never[]) => Kind,
): Promise<Kind> {
  const outcome = await call.then(
    () => new Error('the call succeeded'),
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(kind);
  return outcome as Kind;
}
