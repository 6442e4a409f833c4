import { ApiError } from '../api-error.ts';
import type { VerificationPage } from '../generated/types.gen.ts';
import type { Handler } from '../handler.ts';
import { findTestNumber } from '../test-numbers.ts';
import { presentVerification, sequenceOf } from '../verification.ts';

/** The vendor's text for this was never published; this one is ours. */
export const unsupportedTestNumber =
  'This social security number is not supported in the sandbox. Use one of the test numbers, such as 000-00-0000.';

/** How long an asynchronous verification waits and is worked on. The vendor's sandbox takes about 0.2 s in all. */
const pendingMs = 100;
const processingMs = 100;

export const createVerification: Handler<'createVerification'> = ({ body, headers }, context) => {
  const { store, clock, account } = context;
  const synchronous = headers['Request-Sync'] === 'sync';
  if (synchronous && body.target.company !== undefined) {
    throw new ApiError(400, 'A synchronous request must not name a company.');
  }
  const testNumber = findTestNumber(body.target.social_security_number);
  if (testNumber === undefined || testNumber.outcome === 'credentials-session') {
    throw new ApiError(400, unsupportedTestNumber);
  }
  const now = clock.now();
  const sequence = store.addVerification({
    account,
    createdMs: now,
    startsMs: synchronous ? now : now + pendingMs,
    settlesMs: synchronous ? now : now + pendingMs + processingMs,
    outcome: testNumber.outcome,
    input: { ...body, documents: (body.documents ?? []).map(({ filename }) => ({ filename, content: '' })) },
  });
  const created = presentVerification(read(sequence, context), context);
  // The answer to a synchronous create has no date of completion yet; later reads have it.
  return { status: 201, body: synchronous ? { ...created, date_of_completion: null } : created };
};

export const getVerification: Handler<'getVerification'> = ({ path }, context) => {
  const sequence = sequenceOf(path.verification_request_id, context);
  return { status: 200, body: presentVerification(read(sequence, context), context) };
};

export const listVerifications: Handler<'listVerifications'> = ({ query }, context) => {
  const { store, clock, account, url } = context;
  const { state = '', limit = 25, offset = 0 } = query;
  const { count, verifications } = store.listVerifications(account, {
    state,
    limit,
    offset,
    now: clock.now(),
  });
  const body: VerificationPage = {
    count,
    next: offset + limit < count ? pageUrl(url, state, limit, offset + limit) : null,
    previous: offset > 0 ? pageUrl(url, state, limit, Math.max(0, offset - limit)) : null,
    results: verifications.map((verification) => presentVerification(verification, context)),
  };
  return { status: 200, body };
};

function read(
  sequence: number | undefined,
  { store, clock, account }: Parameters<typeof presentVerification>[1],
) {
  const verification =
    sequence === undefined ? undefined : store.getVerification(account, sequence, clock.now());
  if (verification === undefined) throw new ApiError(404, 'Not found.');
  return verification;
}

/** The first page's URL has no offset. */
function pageUrl(url: string, state: string, limit: number, offset: number): string {
  const query = new URLSearchParams({ limit: String(limit) });
  if (offset > 0) query.set('offset', String(offset));
  if (state !== '') query.set('state', state);
  return `${url}?${query}`;
}
