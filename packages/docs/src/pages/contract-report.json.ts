import { contractReportText } from '../contract/contract-report.ts';

export const GET = () =>
  new Response(contractReportText, { headers: { 'content-type': 'application/json' } });
