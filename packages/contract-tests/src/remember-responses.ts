import { afterEach, beforeEach } from 'vitest';
import { beginTest, lastExchanges } from './exchange.ts';
import { operationOf } from './spec-findings.ts';

// Whatever fails in a test: the reporter prints which operations responded with what before it.

beforeEach(beginTest);

afterEach(({ task }) => {
  const responses = lastExchanges().map(
    (exchange) => `${operationOf(exchange) ?? 'no operation'} ${exchange.response.status}`,
  );
  for (const error of task.result?.errors ?? []) Object.assign(error, { responses });
});
