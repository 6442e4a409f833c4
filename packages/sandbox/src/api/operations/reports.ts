import type { Report } from '../../generated/types.gen.ts';
import { ApiError } from '../../http/index.ts';
import { onlyFields } from '../fields.ts';
import { findVerification } from '../find-verification.ts';
import type { Handler, HandlerContext } from '../handler.ts';
import { presentReports } from '../present-verification.ts';

export const getReport: Handler<'getReport'> = ({ path, query }, context) => {
  const reports = reportsOf(path.verification_request_id, query.income_analytics, context);
  const report = reports.find(({ id }) => id === path.verification_report_id);
  if (report === undefined) throw new ApiError(404, 'Not found.');
  return { status: 200, body: onlyFields(report, query.fields) };
};

export const getSingleReport: Handler<'getSingleReport'> = ({ path, query }, context) => {
  const [report] = reportsOf(path.verification_request_id, query.income_analytics, context);
  if (report === undefined) throw new ApiError(404, 'Not found.');
  return { status: 200, body: onlyFields(report, query.fields) };
};

function reportsOf(id: string, withAnalytics: boolean | undefined, { tenant }: HandlerContext): Report[] {
  const verification = findVerification(id, tenant);
  if (verification.state !== 'completed')
    throw new ApiError(400, 'This verification request is not completed.');
  return presentReports(verification, tenant, withAnalytics);
}
