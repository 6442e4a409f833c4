import type { ApiErrorBody } from '../generated/types.gen.ts';
import type { ApiResponse } from '../http/index.ts';
import type { ResponseSigner } from '../seed/index.ts';
import { httpDate } from '../time/index.ts';
import type { Fault } from './catalogue.ts';

/** The response in place of an operation. */
export interface Instead extends Pick<ApiResponse, 'status' | 'headers' | 'transport'> {
  /** An error as the API sends it. Absent if the response has no body. */
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
 * The response that a fault gives in place of the operation.
 *
 * @returns Undefined if the operation is handled, and the fault applies to its response.
 */
export function respondInstead(fault: Fault, nowMs: number): Instead | undefined {
  const headers = { 'X-Sandbox-Fault': fault.type };
  switch (fault.type) {
    case 'status': {
      const { code, 'retry-after': seconds, 'retry-after-as': form } = fault;
      const error = { error: { message: messages[code] ?? `Error ${code}.` } };
      if (seconds === undefined) return { status: code, headers, error };
      const retryAfter = form === 'date' ? httpDate(nowMs + seconds * 1000) : String(seconds);
      return { status: code, headers: { ...headers, 'Retry-After': retryAfter }, error };
    }
    case 'redirect':
      return { status: 307, headers: { ...headers, Location: new URL(fault.location).href } };
    case 'connection-reset':
      return { status: 500, headers, transport: { after: 'headers', effect: 'reset' } };
    default:
      return undefined;
  }
}

const proxyPage =
  '<!doctype html><html><head><title>Example proxy</title></head><body><h1>It works</h1></body></html>\n';

/** A response with a fault applied. */
export function applyToResponse(fault: Fault, response: ApiResponse, signer: ResponseSigner): ApiResponse {
  const given: Readonly<Record<string, string>> = { ...response.headers, 'X-Sandbox-Fault': fault.type };
  const faulty: ApiResponse = { ...response, headers: given };
  // To HEAD, as many as the body would have.
  const bytes = Buffer.from(response.body ?? ' '.repeat(Number(given['Content-Length'])));
  const half = bytes.length >> 1;
  switch (fault.type) {
    case 'lost-response':
      return { ...faulty, transport: { after: 'headers', effect: 'reset' } };
    case 'body-reset':
    case 'stalled-body': {
      const effect = fault.type === 'body-reset' ? 'reset' : 'stall';
      return response.body === undefined ? faulty : { ...faulty, transport: { after: half, effect } };
    }
    case 'truncated-body':
      return withBody(faulty, bytes.subarray(0, half));
    case 'empty-body':
      return withBody(faulty, '');
    case 'html': {
      // A proxy does not sign, and knows no version.
      const { 'X-Truework-Signature': _signature, version: _version, ...headers } = faulty.headers;
      return withBody({ ...faulty, headers }, proxyPage, { 'Content-Type': 'text/html; charset=utf-8' });
    }
    case 'wrong-version':
      return { ...faulty, headers: { ...faulty.headers, version: '2023-10-30' } };
    case 'wrong-signature': {
      const { 'X-Truework-Signature': signature, ...unsigned } = faulty.headers;
      if (signature === undefined) return response;
      const date = unsigned['Date'] as string;
      const wrong = signer.signWrongly(fault.how, date, bytes.length, bytes.toString());
      const headers =
        wrong.signature === undefined ? unsigned : { ...unsigned, 'X-Truework-Signature': wrong.signature };
      return response.body === undefined ? { ...faulty, headers } : { ...faulty, headers, body: wrong.body };
    }
    default:
      return faulty;
  }
}

function withBody(
  response: ApiResponse,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): ApiResponse {
  const length = { 'Content-Length': String(Buffer.byteLength(body)) };
  const faulty = { ...response, headers: { ...response.headers, ...headers, ...length } };
  return response.body === undefined ? faulty : { ...faulty, body };
}
