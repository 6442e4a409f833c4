import { afterEach, expect, test, vi } from 'vitest';
import { requestJson, requestText } from './request-line.ts';
import type { LoggedRequest } from './request-log.ts';

afterEach(() => vi.useRealTimers());

const called = { atMs: 0, tenant: undefined, operation: undefined, fault: undefined, method: 'GET' };

test.for<[LoggedRequest, string]>([
  [
    { ...called, operation: 'searchCompanies', status: 200, milliseconds: 3.2 },
    '200     3 ms  GET      /companies  searchCompanies',
  ],
  [
    { ...called, method: 'OPTIONS', status: 403, milliseconds: 1234 },
    '403  1234 ms  OPTIONS  (a page of another website: see --allow-origin)',
  ],
  [
    { ...called, status: 403, milliseconds: 0 },
    '403     0 ms  GET      (another website: see --allow-origin and --allow-host)',
  ],
  [{ ...called, status: 404, milliseconds: 0.6 }, '404     1 ms  GET      (no such path)'],
  [{ ...called, status: 204, milliseconds: 0 }, '204     0 ms  GET      '],
  [{ ...called, method: 'PATCH', status: 405, milliseconds: 0 }, '405     0 ms  PATCH    (no such method)'],
  [
    { ...called, operation: 'getVerification', status: 0, milliseconds: 0, fault: 'connection-reset' },
    'cut     0 ms  GET      /verification-requests/{verification_request_id}  getVerification  fault connection-reset',
  ],
])('%#: a line is in columns', ([request, line]) => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(2019, 10, 5, 16, 3) });
  expect(requestText(request)).toBe(`16:03:00  ${line}`);
});

test('for programs, it is an object', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2019, 10, 5, 16, 3) });
  const request = { ...called, tenant: 'ca79e8faa830', operation: 'getReport', fault: 'html', status: 201 };
  expect(requestJson({ ...request, milliseconds: 1234.56789 })).toEqual({
    event: 'request',
    time: '2019-11-05T16:03:00.000Z',
    tenant: 'ca79e8faa830',
    method: 'GET',
    operation: 'getReport',
    status: 201,
    fault: 'html',
    durationMs: 1234.568,
  });
});
