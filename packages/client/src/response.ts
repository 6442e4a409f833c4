import type { Attempt, CallState, ReadResponse } from './call-state.ts';
import { errorFromResponse } from './error-from-response.ts';
import { type CallError, ResponseInvalidError, SignatureInvalidError } from './errors.ts';
import { apiVersion } from './generated/api.gen.ts';
import { json, safeHeadersOf, telltalesOfHeaders } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import { isDeeperThan } from './json-depth.ts';
import type { Check, ValidatedResponse } from './options.ts';
import { isVerdict } from './plug-in.ts';
import { redactor } from './redact.ts';
import { misfitOf } from './response-shape.ts';
import { readRetryAfter } from './retry.ts';

/** Whether the server responded with a success. Then it did the work. */
export function isSuccess({ status = 0 }: Partial<ReadResponse> = {}): boolean {
  return status >= 200 && status <= 299;
}

/**
 * The length of a body that is parsed whatever it contains, in bytes. Parsing millions of fields or levels takes seconds, so a longer one is
 * not parsed if it is an error, and looked through first if it is a success.
 */
const longestQuickBytes = 2 ** 20;

/** How deep a longer body may be nested. The API's have less than ten levels. */
const deepest = 100;

/** The error of a response that is not a success. */
export function rejectionOf(
  { settings: { token, clock }, prepared }: CallState,
  { facts }: Attempt,
  { status, headers, bytes }: ReadResponse,
): CallError {
  const request: unknown = prepared.text && JSON.parse(prepared.text);
  const failure = {
    ...facts,
    status,
    headers: safeHeadersOf(headers, redactor(token, request, telltalesOfHeaders, [])),
    retryAfterMs: readRetryAfter(headers, ignoringErrors(() => clock.now()) ?? facts.sentMs ?? Number.NaN),
  };
  const body = isLong(bytes) ? undefined : parseJson(bytes);
  return errorFromResponse(failure, body, redactor(token, request));
}

/**
 * Takes the data out of a response.
 *
 * @throws The error of a response that is not a success, {@link ResponseInvalidError} if it does not match the API, or the error of
 * `signatures` or `validation`.
 */
export async function receive(
  call: CallState,
  attempt: Attempt,
  sending: Promise<ReadResponse>,
): Promise<unknown> {
  const { signatures, validation, warn } = call.settings;
  const read = await sending;
  if (!isSuccess(read)) throw rejectionOf(call, attempt, read);
  const response = successOf(call, attempt, read);
  const failure = () => ({ ...attempt.facts, status: read.status });
  if (signatures) {
    // Fails closed: a signature that cannot be checked is invalid.
    await runCheck(signatures, response, () => {
      throw new SignatureInvalidError({ ...failure(), problem: 'the signature could not be checked.' });
    });
  }
  const problem = problemOf(call, read, response);
  if (problem) throw new ResponseInvalidError({ ...failure(), problem: `the response ${problem}.` });
  warnOfVersion(response);
  if (validation) {
    // Fails open: a failing validator must not cost the caller the response.
    await runCheck(validation, response, () => {
      warn('drift', `${response.operation}: validation.response() threw, so the response was not validated.`);
    });
  }
  return response.data;
}

/** A success response with its data, which are still to be checked. */
function successOf(
  { settings: { warn }, operation, prepared: { mediaType, query } }: CallState,
  { facts }: Attempt,
  { status, headers, bytes: body }: ReadResponse,
): ValidatedResponse {
  const content = mediaType === json ? parseJson(body) : body;
  const data = operation.shape === 'nothing' ? undefined : content;
  const sentMs = facts.sentMs ?? 0;
  return { ...facts, sentMs, status, query, data, body, warn, headers: headers as Headers };
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
  { operation: { shape }, prepared: { mediaType } }: CallState,
  { contentType, bytes }: ReadResponse,
  { data, query }: ValidatedResponse,
): string | undefined {
  if (shape === 'nothing') return undefined;
  if (!contentType?.toLowerCase().startsWith(mediaType)) return `is not ${mediaType}`;
  if (mediaType !== json) return undefined;
  if (data === undefined) {
    return isTooDeep(bytes) ? `is nested more than ${deepest} levels deep` : 'was truncated or is not JSON';
  }
  const fields = query?.fields as readonly unknown[] | undefined;
  const misfit = misfitOf(data, shape, fields?.length ? fields : undefined);
  if (misfit === undefined) return undefined;
  const what = misfit === '' ? 'is not an object' : 'is missing or of the wrong type';
  return `does not match the spec: ${misfit || 'the body'} ${what}`;
}

function warnOfVersion({ headers, warn }: ValidatedResponse): void {
  const isOther = (headers.get('version') ?? apiVersion) !== apiVersion;
  if (isOther || (headers.get('deprecation') ?? headers.get('sunset')) !== null) {
    warn('version', `Truework is retiring version ${apiVersion}, or served another version.`);
  }
}

function isLong({ byteLength }: Uint8Array): boolean {
  return byteLength > longestQuickBytes;
}

function isTooDeep(bytes: Uint8Array): boolean {
  return isLong(bytes) && isDeeperThan(deepest, bytes);
}

/** Made with the first response: not every platform that imports the client has it. */
let decoder: TextDecoder | undefined;

/** @returns Undefined if the bytes are not JSON, or are not to be parsed. */
function parseJson(bytes: Uint8Array): unknown {
  if (isTooDeep(bytes)) return undefined;
  decoder ??= new TextDecoder();
  const utf8 = decoder;
  return ignoringErrors(() => JSON.parse(utf8.decode(bytes)));
}
