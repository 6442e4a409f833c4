import type { Verification, VerificationPage, VerificationState } from '../../generated/types.gen.ts';
import { ApiError } from '../../http/index.ts';
import { stateEdges } from '../../spec/index.ts';
import { completedMs, Rendered, type VerificationRecord } from '../../state/index.ts';
import { findVerification, type Handler, type HandlerContext, onlyFields } from '../handler.ts';
import { pageLinks } from '../page-links.ts';
import { presentReports, presentVerification, renderVerification } from '../present-verification.ts';
import { renderInShape } from '../report-shape.ts';
import { scenarioOfCreate, scenarioOfReverification } from '../scenario.ts';

const reverifyWithinMs = 90 * 24 * 60 * 60 * 1000;

export const createVerification: Handler<'createVerification'> = ({ body, headers, query }, context) => {
  const synchronous = headers['Request-Sync'] === 'sync';
  if (synchronous && body.target.company !== undefined) {
    throw new ApiError(400, 'A synchronous request must not name a company.');
  }
  const { steps, transport, person = null } = scenarioOfCreate(body.target.social_security_number, context);
  const { documents, use_case = context.accountUseCase } = body;
  const created = context.tenant.verifications.add({
    input: {
      ...body,
      use_case,
      ...(documents && { documents: documents.map(({ filename }) => ({ filename, content: '' })) }),
    },
    synchronous,
    person,
    employment: null,
    sessionToken: null,
    steps,
  });
  return {
    status: 201,
    body: showNew(created, context, query.fields),
    transport,
  };
};

export const getVerification: Handler<'getVerification'> = ({ path, query }, context) => {
  const { fields, income_analytics } = query;
  return {
    status: 200,
    body: show(
      findVerification(path.verification_request_id, context.tenant),
      context,
      fields,
      income_analytics,
    ),
  };
};

export const listVerifications: Handler<'listVerifications'> = ({ query }, context) => {
  const { tenant, url } = context;
  const { limit, offset, fields, income_analytics } = query;
  // An empty one is absent.
  const state = query.state as VerificationState | undefined;
  const count = tenant.verifications.count(state);
  const links = pageLinks(url, { count, limit, offset });
  const verifications = tenant.verifications.list({ state, limit, offset });
  return {
    status: 200,
    body: Rendered.page<Verification, VerificationPage>(
      { count, ...links },
      verifications.map((verification) => show(verification, context, fields, income_analytics)),
    ),
  };
};

export const cancelVerification: Handler<'cancelVerification'> = ({ path, body }, { tenant }) => {
  const verification = findVerification(path.verification_request_id, tenant);
  if (stateEdges[verification.state].length === 0) {
    throw new ApiError(403, 'This verification request cannot be canceled.');
  }
  const { cancellation_reason, cancellation_details } = body;
  const cancellation =
    typeof cancellation_details === 'string'
      ? { cancellation_reason, cancellation_details }
      : { cancellation_reason };
  tenant.verifications.cancel(verification, cancellation);
  const { id, created, price, turnaround_time, loan_id = null } = presentVerification(verification, tenant);
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
  const { tenant } = context;
  const original = findVerification(path.verification_request_id, tenant);
  const synchronous = headers['Request-Sync'] === 'sync';
  const completed = completedMs(original);
  if (completed === null) throw new ApiError(400, 'Only a completed verification can be reverified.');
  if (tenant.now() - completed > reverifyWithinMs) {
    throw new ApiError(400, 'A verification can be reverified within 90 days of its completion.');
  }
  if (synchronous && !original.synchronous) {
    throw new ApiError(400, 'Only a verification that was synchronous can be reverified synchronously.');
  }
  const employment = presentReports(original, completed, tenant).findIndex(({ id }) => id === body.report_id);
  if (employment === -1) {
    throw new ApiError(400, 'Invalid field values provided', {
      report_id: ['Not a report of this verification.'],
    });
  }
  const { steps, transport, person = null } = scenarioOfReverification(original, context);
  const created = tenant.verifications.add({
    input: original.input,
    synchronous,
    person,
    employment: original.employment ?? employment,
    sessionToken: null,
    steps,
  });
  return {
    status: 201,
    body: showNew(created, context, undefined),
    transport,
  };
};

function show(
  verification: VerificationRecord,
  { tenant, reportShape }: HandlerContext,
  fields: string | undefined,
  withAnalytics: boolean | undefined,
): Rendered<Verification> {
  if (fields === undefined) return renderVerification(verification, tenant, reportShape, withAnalytics);
  const part = onlyFields(presentVerification(verification, tenant, withAnalytics), fields);
  return renderInShape(part, verification, reportShape);
}

/** A new verification as its create shows it: a synchronous one has no date of completion yet, later reads have it. */
function showNew(
  verification: VerificationRecord,
  context: HandlerContext,
  fields: string | undefined,
): Rendered<Verification> {
  if (!verification.synchronous) return show(verification, context, fields, undefined);
  const created = { ...presentVerification(verification, context.tenant), date_of_completion: null };
  const part = onlyFields(created, fields);
  return renderInShape(part, verification, context.reportShape);
}
