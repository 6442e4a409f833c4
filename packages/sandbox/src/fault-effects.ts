import type { Answer } from './api-request.ts';
import { httpDate } from './clock.ts';
import type { Fault } from './faults.ts';
import type { ApiErrorBody } from './generated/types.gen.ts';
import type { ResponseSigner } from './signing.ts';

/** What is answered in place of an operation that is not carried out. */
export interface Instead extends Pick<Answer, 'status' | 'headers' | 'transport'> {
  /** An error in the form of the API. Absent where the answer has no body. */
  readonly error?: ApiErrorBody;
}

const messages: Readonly<Record<number, string>> = {
  400: 'Bad request.',
  401: 'Invalid token.',
  403: 'You do not have permission to perform this action.',
  404: 'Not found.',
  406: 'Invalid API version requested.',
  429: 'Request was throttled.',
  451: 'Unavailable for legal reasons.',
  500: 'Internal server error.',
  501: 'Not implemented.',
  502: 'Bad gateway.',
  503: 'Service unavailable.',
  504: 'Gateway timeout.',
};

/**
 * What a fault puts in place of the operation.
 *
 * @returns Undefined where the operation is carried out, and the fault strikes its answer.
 */
export function answerInstead(fault: Fault, nowMs: number): Instead | undefined {
  const headers = { 'X-Sandbox-Fault': fault.type };
  switch (fault.type) {
    case 'status': {
      const { code, 'retry-after': seconds } = fault;
      const message = messages[code] ?? `Error ${code}.`;
      const asDate = fault['retry-after-as'] === 'date';
      const retryAfter = asDate ? httpDate(nowMs + (seconds ?? 0) * 1000) : String(seconds);
      return {
        status: code,
        headers: seconds === undefined ? headers : { ...headers, 'Retry-After': retryAfter },
        error: { error: { message } },
      };
    }
    case 'redirect':
      return { status: 307, headers: { ...headers, Location: fault.location } };
    case 'connection-reset':
      return { status: 500, headers, transport: { after: 'headers', effect: 'reset' } };
    default:
      return undefined;
  }
}

const proxyPage =
  '<!doctype html><html><head><title>Example proxy</title></head><body><h1>It works</h1></body></html>\n';

/** An answer as a fault leaves it. */
export function strikeAnswer(fault: Fault, answer: Answer, signer: ResponseSigner): Answer {
  const given: Readonly<Record<string, string>> = { ...answer.headers, 'X-Sandbox-Fault': fault.type };
  const struck: Answer = { ...answer, headers: given };
  const bytes = Buffer.from(answer.body ?? '');
  const half = bytes.length >> 1;
  switch (fault.type) {
    case 'lost-answer':
      return { ...struck, transport: { after: 'headers', effect: 'reset' } };
    case 'body-reset':
      return { ...struck, transport: { after: half, effect: 'reset' } };
    case 'stalled-body':
      return { ...struck, transport: { after: half, effect: 'stall' } };
    case 'truncated-body':
      return withBody(struck, bytes.subarray(0, half));
    case 'empty-body':
      return withBody(struck, '');
    case 'html': {
      // A proxy does not sign, and knows no version.
      const { 'X-Truework-Signature': _signature, version: _version, ...headers } = struck.headers;
      return withBody({ ...struck, headers }, proxyPage, { 'Content-Type': 'text/html; charset=utf-8' });
    }
    case 'wrong-version':
      return { ...struck, headers: { ...struck.headers, version: '2023-10-30' } };
    case 'wrong-signature': {
      const { 'X-Truework-Signature': signature, ...unsigned } = struck.headers;
      if (signature === undefined) return answer;
      const date = unsigned['Date'] ?? '';
      const wrong = signer.signWrongly(fault.how, date, bytes.length, bytes.toString());
      const headers =
        wrong.signature === undefined ? unsigned : { ...unsigned, 'X-Truework-Signature': wrong.signature };
      return answer.body === undefined ? { ...struck, headers } : { ...struck, headers, body: wrong.body };
    }
    default:
      return struck;
  }
}

function withBody(answer: Answer, body: string | Uint8Array, headers: Record<string, string> = {}): Answer {
  const length = { 'Content-Length': String(Buffer.byteLength(body)) };
  const struck = { ...answer, headers: { ...answer.headers, ...headers, ...length } };
  return answer.body === undefined ? struck : { ...struck, body };
}
