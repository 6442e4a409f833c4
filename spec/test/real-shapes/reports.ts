import type { JsonObject } from '../openapi-document.ts';
import { reportId, verificationId } from './ids.ts';

const earningsOfAYear: JsonObject = {
  year: '2021',
  base: '48000.00',
  bonus: '1500.00',
  commission: '0.00',
  overtime: '250.50',
  other: '0.00',
  total: '49750.50',
};

export const employeeWithoutPay: JsonObject = {
  first_name: 'Robin',
  last_name: 'Specimen',
  status: 'active',
  status_detail: 'active',
  hired_date: '2018-05-07',
  positions: [{ title: 'Smelter', start_date: '2018-05-07', employment_type: 'regular-full-time' }],
  social_security_number: '***-**-0009',
};

/** For people who are not active. */
export const employeeWithoutSalary: JsonObject = {
  ...employeeWithoutPay,
  earnings: [earningsOfAYear, { ...earningsOfAYear, year: '2020' }],
};

export const employee: JsonObject = {
  ...employeeWithoutSalary,
  salary: { gross_pay: '48000.00', pay_frequency: 'annually', reduced_covid: 'unknown' },
};

export const report: JsonObject = {
  id: reportId,
  created: '2022-02-03T04:05:06.270809Z',
  current_as_of: '2022-01-31',
  verification_request: {
    id: verificationId,
    type: 'employment-income',
    created: '2022-02-03T04:05:06.070809Z',
  },
  employer: { name: 'Specimen Foundry', address: '7 Furnace Row\nMoldtown, OH 00007, Castville, OH 00008' },
  employee,
  pricing_tier: 'smart-outreach',
};

export const structuredAddress: JsonObject = {
  line_one: '7 Furnace Row',
  city: 'Moldtown',
  state: 'OH',
  country: 'US',
  postal_code: '00007',
};
