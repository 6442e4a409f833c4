import { createTruework } from '@truework-legacy/client';

const truework = createTruework({
  token: 'tw_sk_test_example',
  environment: 'local',
});

const { id } = await truework.verifications.create({
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
  },
});
const { reports } = await truework.verifications.waitFor(id);
const reportId = reports?.[0]?.id ?? '';

const pdf = await truework.reports.getPdf(id, reportId);
// `await writeFile('report.pdf', pdf)` stores it.
console.log(new TextDecoder().decode(pdf.subarray(0, 5)));

const { income_analytics } = await truework.reports.get(id, reportId, {
  income_analytics: true,
});
console.log(income_analytics?.annualized_income?.gross_amount);
