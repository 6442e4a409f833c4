import { type SpecOperation, specOperations } from '../spec/index.ts';
import type { LoggedRequest } from './request-log.ts';

// Prints the path of the operation instead of the request's own, because that may contain anything.

/** A line for people. Its time is the machine's, whatever the time of the key. */
export function requestText({ method, operation, status, fault, milliseconds }: LoggedRequest): string {
  return [
    new Date().toTimeString().slice(0, 8),
    status === 0 ? 'cut' : String(status),
    `${Math.round(milliseconds)} ms`.padStart(7),
    method.padEnd(7),
    operation === undefined ? explanation(method, status) : `${pathOf(operation)}  ${operation}`,
    ...(fault === undefined ? [] : [`fault ${fault}`]),
  ].join('  ');
}

/** A line of JSON for programs. Its time is the machine's, whatever the time of the key. */
export function requestJson({
  tenant,
  method,
  operation,
  status,
  fault,
  milliseconds,
}: LoggedRequest): object {
  return {
    event: 'request',
    time: new Date().toISOString(),
    tenant,
    method,
    operation,
    status,
    fault,
    durationMs: Math.round(milliseconds * 1000) / 1000,
  };
}

function pathOf(operation: string): string {
  const { segments } = specOperations.find(({ id }) => id === operation) as SpecOperation;
  return `/${segments.join('/')}`;
}

function explanation(method: string, status: number): string {
  if (status === 404) return '(no such path)';
  if (status === 405) return '(no such method)';
  if (status !== 403) return '';
  return method === 'OPTIONS'
    ? '(a page of another website: see --allow-origin)'
    : '(another website: see --allow-origin and --allow-host)';
}
