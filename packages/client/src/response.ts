import { isObject } from './check-options.ts';
import { errorFromResponse } from './error-from-response.ts';
import { type CallError, type CallFailure, ResponseInvalidError, SignatureInvalidError } from './errors.ts';
import type { FetchResponse } from './fetch.ts';
import { apiVersion } from './generated/api.gen.ts';
import { safeHeadersOf, telltalesOfHeaders } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { Operation } from './operation.ts';
import type { Check, ValidatedResponse } from './options.ts';
import { isVerdict } from './plug-in.ts';
import { redactor } from './redact.ts';
import { json, type PreparedRequest } from './request.ts';
import { misfitOf, type Shape } from './response-shape.ts';
import { readRetryAfter } from './retry.ts';
import type { Settings } from './settings.ts';

/** What is known about an attempt after it was sent. */
export type AttemptFacts = Omit<CallFailure, 'problem' | 'sentMs'> & {
  readonly attempt: number;
  /** Undefined if the clock fails. */
  sentMs?: number | undefined;
};

/** A response whose body is still to be read. */
export interface BegunResponse {
  readonly status: number;
  readonly headers: FetchResponse['headers'];
  readonly contentType: string | null;
}

/** A response with its whole body. */
export interface ReadResponse extends BegunResponse {
  readonly bytes: Uint8Array;
}

export function isSuccess({ status }: ReadResponse): boolean {
  return status >= 200 && status <= 299;
}

/** The length of an error body that is still parsed, in bytes. The API's are short, and parsing millions of fields takes seconds. */
const longestErrorBytes = 2 ** 20;

/** The error of a response that is not a success. */
export function rejectionOf(
  { token, clock }: Settings,
  facts: AttemptFacts,
  { text: sent }: PreparedRequest,
  { status, headers, bytes }: ReadResponse,
): CallError {
  const request: unknown = sent && JSON.parse(sent);
  const failure = {
    ...facts,
    status,
    headers: safeHeadersOf(headers, redactor(token, request, [telltalesOfHeaders])),
    retryAfterMs: readRetryAfter(headers, ignoringErrors(() => clock.now()) ?? facts.sentMs ?? 0),
  };
  const body = bytes.byteLength > longestErrorBytes ? undefined : parseJson(bytes);
  return errorFromResponse(failure, body, redactor(token, request));
}

/**
 * The data of a success response.
 *
 * @throws {@link ResponseInvalidError} if the response does not match the API, or the error of `signatures` or `validation`.
 */
export async function dataOf(
  { signatures, validation, warn }: Settings,
  { id: operation, shape }: Operation,
  { mediaType, query }: PreparedRequest,
  facts: AttemptFacts,
  { status, headers, contentType, bytes: body }: ReadResponse,
): Promise<unknown> {
  const isNothing = shape === 'nothing';
  const data = isNothing ? undefined : mediaType === json ? parseJson(body) : body;
  const { attempt, sentMs = 0 } = facts;
  const shown = { operation, attempt, sentMs, status, query, data, body, warn, headers: headers as Headers };
  if (signatures) {
    // Fails closed: a signature that cannot be checked is invalid.
    await runCheck(signatures, shown, () => {
      throw new SignatureInvalidError({ ...facts, status, problem: 'the signature could not be checked.' });
    });
  }
  const problem = isNothing ? undefined : problemOf(contentType, data, mediaType, shape, query);
  if (problem) throw new ResponseInvalidError({ ...facts, status, problem: `the response ${problem}.` });
  warnOfVersion(warn, headers);
  if (validation) {
    // Fails open: a failing validator must not cost the caller the response.
    await runCheck(validation, shown, () => {
      warn('drift', `${operation}: validation.response() threw, so the response was not validated.`);
    });
  }
  return data;
}

/** @param failed - Called if the check itself fails. */
async function runCheck(check: Check, response: ValidatedResponse, failed: () => void): Promise<void> {
  try {
    await check.response?.(response);
  } catch (error) {
    if (isVerdict(error)) throw error;
    failed();
  }
}

/** What is wrong with a success response, in words that follow "the response". Undefined if nothing is. */
function problemOf(
  contentType: string | null,
  data: unknown,
  mediaType: string,
  shape: Shape,
  query: { fields?: unknown } | undefined,
): string | undefined {
  if (!contentType?.toLowerCase().startsWith(mediaType)) return `is not ${mediaType}`;
  if (mediaType !== json) return undefined;
  if (data === undefined) return 'was truncated or is not JSON';
  const fields = query?.fields as readonly unknown[] | undefined;
  const misfit = misfitOf(data, shape, fields?.length ? fields : undefined);
  if (misfit === undefined) return undefined;
  const what = misfit === '' && !isObject(data) ? 'is not an object' : 'is missing or of the wrong type';
  return `does not match the spec: ${misfit || 'the body'} ${what}`;
}

function warnOfVersion(warn: Settings['warn'], headers: FetchResponse['headers']): void {
  const isOther = (headers.get('version') ?? apiVersion) !== apiVersion;
  if (isOther || headers.get('deprecation') !== null || headers.get('sunset') !== null) {
    warn('version', `Truework is retiring version ${apiVersion}, or served another version.`);
  }
}

const decoder = /* @__PURE__ */ new TextDecoder();

/** Undefined if it is not JSON. */
function parseJson(bytes: Uint8Array): unknown {
  return ignoringErrors(() => JSON.parse(decoder.decode(bytes)));
}
