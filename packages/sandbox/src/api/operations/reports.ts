import type { Report } from '../../generated/types.gen.ts';
import { ApiError } from '../../http/index.ts';
import { completedMs } from '../../state/index.ts';
import { findVerification, type Handler, type HandlerContext, onlyFields } from '../handler.ts';
import { presentReports } from '../present-verification.ts';
import { reportInShape, shapeOf } from '../report-shape.ts';

export const getReport: Handler<'getReport'> = ({ path, query }, context) =>
  readReport(path.verification_request_id, ({ id }) => id === path.verification_report_id, query, context);

export const getSingleReport: Handler<'getSingleReport'> = ({ path, query }, context) =>
  readReport(path.verification_request_id, () => true, query, context);

/** The first report of a verification that is asked for. */
function readReport(
  id: string,
  isAsked: (report: Report) => boolean,
  { fields, income_analytics }: Parameters<Handler<'getReport'>>[0]['query'],
  { tenant, reportShape }: HandlerContext,
): { status: 200; body: Report; shown: object } {
  const verification = findVerification(id, tenant);
  const completed = completedMs(verification);
  if (completed === null) throw new ApiError(400, 'This verification request is not completed.');
  const report = presentReports(verification, completed, tenant, income_analytics).find(isAsked);
  if (report === undefined) throw new ApiError(404, 'Not found.');
  const body = onlyFields(report, fields);
  return { status: 200, body, shown: reportInShape(body, shapeOf(verification, reportShape)) };
}
