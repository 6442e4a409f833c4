import { afterEach, beforeEach } from 'vitest';
import { beginTest, lastExchanges } from './exchange.ts';
import { findOperation } from './spec-findings.ts';
import { specSource } from './spec-source.ts';

// Whatever fails in a test: the reporter prints which operations responded with what before it, and where the spec says of the last of them
// with what it responds.

beforeEach(beginTest);

afterEach(({ task }) => {
  const errors = task.result?.errors ?? [];
  if (errors.length === 0) return;
  const exchanges = lastExchanges();
  const responses = exchanges.map(({ request, response: { status } }, index) => {
    const found = findOperation(request.method, request.url.pathname)?.operation;
    if (found === undefined) return `no operation ${status}`;
    const source = ` (${specSource(`${found.pointer}/responses/${status}`)})`;
    return `${found.id} ${status}${index === exchanges.length - 1 ? source : ''}`;
  });
  for (const error of errors) Object.assign(error, { responses });
});
