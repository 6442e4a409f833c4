import { isObject } from './check-options.ts';
import { aTime } from './clock.ts';
import type { CallRequest, Operation, Settings } from './connection.ts';
import { errorFromResponse } from './error-from-response.ts';
import { type CallError, type CallFailure, ResponseInvalidError, SignatureInvalidError } from './errors.ts';
import { apiVersion } from './generated/api.gen.ts';
import { safeHeadersOf, telltalesOfHeaders } from './headers.ts';
import { ignoringErrors } from './ignore-errors.ts';
import type { Check, CheckedAnswer } from './options.ts';
import { isVerdict } from './plug-in.ts';
import type { ReadResponse } from './read-response.ts';
import { redactor } from './redact.ts';
import { json, type PreparedRequest } from './request.ts';
import { misfitOf } from './response-shape.ts';
import { readRetryAfter } from './retry.ts';

/** What is known of an attempt once it was sent. */
export type AttemptFacts = Omit<CallFailure, 'problem' | 'sentMs'> & {
  readonly attempt: number;
  /** Undefined if the clock fails. */
  sentMs?: number | undefined;
};

/** The error for a response that is no success. */
export function rejectionOf(
  { token, clock }: Settings,
  facts: AttemptFacts,
  { text: sent }: PreparedRequest,
  { response: { status, headers }, text }: ReadResponse,
): CallError {
  const request: unknown = sent && JSON.parse(sent);
  const failure = {
    ...facts,
    status,
    headers: safeHeadersOf(headers, redactor(token, request, [telltalesOfHeaders])),
    retryAfterMs: readRetryAfter(headers, ignoringErrors(() => aTime(clock.now())) ?? facts.sentMs ?? 0),
  };
  return errorFromResponse(failure, parseJson(text), redactor(token, request));
}

/**
 * The data of a success.
 *
 * @throws {@link ResponseInvalidError} if it is not what the API promises, or what `signatures` and `validation` throw.
 */
export async function dataOf(
  settings: Settings,
  operation: Operation,
  request: CallRequest,
  facts: AttemptFacts,
  read: ReadResponse,
): Promise<unknown> {
  const { signatures, validation, warn } = settings;
  const { mediaType = json, query } = request;
  const { status, headers } = read.response;
  const isNothing = operation.shape === 'nothing';
  const data = isNothing ? undefined : mediaType === json ? parseJson(read.text) : read.bytes;
  const shown: CheckedAnswer = {
    ...{
      operation: operation.id,
      attempt: facts.attempt,
      sentMs: facts.sentMs ?? 0,
      status,
      query,
      data,
      warn,
    },
    headers: headers as Headers,
    body: read.bytes,
  };
  await runCheck(signatures, shown, () => {
    // Fails closed: what cannot be checked is not genuine.
    throw new SignatureInvalidError({ ...facts, status, problem: 'the signature could not be checked.' });
  });
  const problem = problemOf(operation, request, read, data);
  if (problem) throw new ResponseInvalidError({ ...facts, status, problem });
  warnOfVersion(settings, headers);
  // Fails open: a response that came is not lost because a validator failed.
  await runCheck(validation, shown, () =>
    warn('drift', `${operation.id}: the response could not be checked.`),
  );
  return data;
}

/** @param failed - What to do if the check itself fails. */
async function runCheck(check: Check | undefined, shown: CheckedAnswer, failed: () => void): Promise<void> {
  try {
    // At once if it takes no time: a promise costs more than most checks.
    const checked = check?.response?.(shown);
    if (checked) await checked;
  } catch (error) {
    if (isVerdict(error)) throw error;
    failed();
  }
}

/** What is wrong with a success, in words. Undefined if nothing is. */
function problemOf(
  { shape }: Operation,
  { mediaType = json, query }: CallRequest,
  { response: { headers } }: ReadResponse,
  data: unknown,
): string | undefined {
  if (shape === 'nothing') return undefined;
  if (!headers.get('content-type')?.toLowerCase().startsWith(mediaType)) {
    return `the response is not ${mediaType}.`;
  }
  if (mediaType !== json) return undefined;
  if (data === undefined) return 'the response is cut short, or no JSON.';
  const { fields } = (query ?? {}) as { fields?: readonly unknown[] };
  const misfit = misfitOf(data, shape, fields?.length ? fields : undefined);
  if (misfit === undefined) return undefined;
  const what = misfit && !isObject(data) ? 'is no object' : 'is missing or of the wrong type';
  return `the response is not what the API promises: ${misfit || 'the whole of it'} ${what}.`;
}

function warnOfVersion({ warn }: Settings, headers: { get(name: string): string | null }): void {
  const isOther = (headers.get('version') ?? apiVersion) !== apiVersion;
  if (isOther || headers.get('deprecation') !== null || headers.get('sunset') !== null) {
    warn('version', `Truework ends version ${apiVersion} or serves another.`);
  }
}

/** Undefined if it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
