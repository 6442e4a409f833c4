import { lastExchanges } from './exchange.ts';
import { RemarksError } from './remarks.ts';
import { findOperation } from './spec-findings.ts';
import { specSource } from './spec-source.ts';

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
  const says = `expected  the call to end in ${kind.name}\nwas       ${was}`;
  throw new RemarksError('A call ended otherwise than the contract says', [lastResponse(says)]);
}

/** What is said of the last response, with the line of the spec that describes it. */
function lastResponse(says: string): { where: string; says: string } {
  const [last] = lastExchanges().slice(-1);
  if (last === undefined) return { where: 'a call that sent nothing', says };
  const { request, response } = last;
  const operation = findOperation(request.method, request.url.pathname)?.operation;
  const declared = operation?.responses.find(({ status }) => status === String(response.status));
  return {
    where: `${operation?.id ?? 'no operation'}, response ${response.status}`,
    says: `${says}\nthe spec  ${specSource(declared?.pointer ?? operation?.pointer ?? '#/paths')}`,
  };
}

function nameOf(error: unknown): string {
  const { name, code, message } = error as { name?: string; code?: string; message?: string };
  return `${name}${code === undefined ? '' : ` (${code})`}: ${message}`;
}
