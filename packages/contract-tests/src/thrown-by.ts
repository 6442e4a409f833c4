import { lastExchanges } from './exchange.ts';
import { RemarksError } from './remarks.ts';
import { operationOf } from './spec-findings.ts';

/** The error that a call ends with, which has to be of the given class. */
export async function thrownBy<Kind extends Error>(
  call: Promise<unknown>,
  kind: abstract new (...parameters: never[]) => Kind,
): Promise<Kind> {
  const outcome = await call.then(
    () => 'a success',
    (error: unknown) => error,
  );
  if (outcome instanceof kind) return outcome;
  const was = typeof outcome === 'string' ? outcome : nameOf(outcome);
  const last = lastExchanges().at(-1);
  const responded = last && `${operationOf(last) ?? 'no operation'}, response ${last.response.status}`;
  throw new RemarksError('A call ended otherwise than the contract says', [
    {
      where: responded ?? 'a call that sent nothing',
      says: `expected  the call to end in ${kind.name}\nwas       ${was}`,
    },
  ]);
}

function nameOf(error: unknown): string {
  const { name, code, message } = error as { name?: string; code?: string; message?: string };
  return `${name}${code === undefined ? '' : ` (${code})`}: ${message}`;
}
