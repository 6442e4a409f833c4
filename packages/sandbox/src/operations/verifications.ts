import { ApiError } from '../api-error.ts';
import { onlyFields } from '../fields.ts';
import type { Verification, VerificationPage, VerificationState } from '../generated/types.gen.ts';
import type { Handler, HandlerContext } from '../handler.ts';
import { pageLinks } from '../page-links.ts';
import type { StoredVerification, VerificationAt } from '../store.ts';
import { findTestNumber } from '../test-numbers.ts';
import { presentReports, presentVerification, sequenceOf } from '../verification.ts';

/** The vendor's text for this was never published; this one is ours. */
export const unsupportedTestNumber =
  'This social security number is not supported in the sandbox. Use one of the test numbers, such as 000-00-0000.';

/** How long an asynchronous verification waits and is worked on. The vendor's sandbox takes about 0.2 s in all. */
const pendingMs = 100;
const processingMs = 100;

const reverifyWithinMs = 90 * 24 * 60 * 60 * 1000;

const finalStates: readonly VerificationState[] = ['completed', 'canceled', 'invalid'];

export const createVerification: Handler<'createVerification'> = ({ body, headers, query }, context) => {
  const synchronous = headers['Request-Sync'] === 'sync';
  if (synchronous && body.target.company !== undefined) {
    throw new ApiError(400, 'A synchronous request must not name a company.');
  }
  const testNumber = findTestNumber(body.target.social_security_number);
  if (testNumber === undefined || testNumber.outcome === 'credentials-session') {
    throw new ApiError(400, unsupportedTestNumber);
  }
  const input = {
    ...body,
    documents: (body.documents ?? []).map(({ filename }) => ({ filename, content: '' })),
  };
  const created = placeOrder({ input, outcome: testNumber.outcome, synchronous, employment: null }, context);
  return { status: 201, body: onlyFields(created, query.fields) };
};

export const getVerification: Handler<'getVerification'> = ({ path, query }, context) => {
  const verification = findVerification(path.verification_request_id, context);
  return { status: 200, body: onlyFields(presentVerification(verification, context, query), query.fields) };
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
    ...pageLinks(url, { count, limit, offset }, { state }),
    results: verifications.map((verification) =>
      onlyFields(presentVerification(verification, context, query), query.fields),
    ),
  };
  return { status: 200, body };
};

export const cancelVerification: Handler<'cancelVerification'> = ({ path, body }, context) => {
  const { sequence, state } = findVerification(path.verification_request_id, context);
  if (finalStates.includes(state)) throw new ApiError(403, 'This verification request cannot be canceled.');
  const { cancellation_reason, cancellation_details } = body;
  const cancellation =
    cancellation_details === undefined
      ? { cancellation_reason }
      : { cancellation_reason, cancellation_details };
  context.store.cancelVerification(sequence, cancellation);
  const {
    id,
    created,
    price,
    turnaround_time,
    loan_id = null,
  } = presentVerification(read(sequence, context), context);
  return {
    status: 200,
    body: {
      created,
      id,
      price,
      state: 'canceled',
      turnaround_time,
      ...cancellation,
      date_of_completion: null,
      loan_id,
    },
  };
};

export const reverifyVerification: Handler<'reverifyVerification'> = ({ path, body, headers }, context) => {
  const { clock, ids } = context;
  const original = findVerification(path.verification_request_id, context);
  const synchronous = headers['Request-Sync'] === 'sync';
  if (original.state !== 'completed')
    throw new ApiError(400, 'Only a completed verification can be reverified.');
  if (clock.now() - original.settlesMs > reverifyWithinMs) {
    throw new ApiError(400, 'A verification can be reverified within 90 days of its completion.');
  }
  if (synchronous && !original.synchronous) {
    throw new ApiError(400, 'Only a verification that was synchronous can be reverified synchronously.');
  }
  const employment = presentReports(original, ids).findIndex(({ id }) => id === body.report_id);
  if (employment === -1) {
    throw new ApiError(400, 'Invalid field values provided', {
      report_id: ['Not a report of this verification.'],
    });
  }
  const { input, outcome } = original;
  const created = placeOrder(
    { input, outcome, synchronous, employment: original.employment ?? employment },
    context,
  );
  return { status: 201, body: created };
};

type Order = Pick<StoredVerification, 'input' | 'outcome' | 'synchronous' | 'employment'>;

/** Stores a new verification. @returns It, as the answer to its order shows it. */
function placeOrder(order: Order, context: HandlerContext): Verification {
  const { store, clock, account } = context;
  const createdMs = clock.now();
  const [waitsMs, isWorkedOnMs] = order.synchronous ? [0, 0] : [pendingMs, processingMs];
  const startsMs = createdMs + waitsMs;
  const settlesMs = startsMs + isWorkedOnMs;
  const sequence = store.addVerification({ ...order, account, createdMs, startsMs, settlesMs });
  const created = presentVerification(read(sequence, context), context);
  // The answer to a synchronous order has no date of completion yet; later reads have it.
  return order.synchronous ? { ...created, date_of_completion: null } : created;
}

/**
 * A verification of the account.
 *
 * @throws {@link ApiError} 404 where the account has none of that id.
 */
export function findVerification(id: string, context: HandlerContext): VerificationAt {
  return read(sequenceOf(id, context), context);
}

function read(sequence: number | undefined, { store, clock, account }: HandlerContext): VerificationAt {
  const verification =
    sequence === undefined ? undefined : store.getVerification(account, sequence, clock.now());
  if (verification === undefined) throw new ApiError(404, 'Not found.');
  return verification;
}
