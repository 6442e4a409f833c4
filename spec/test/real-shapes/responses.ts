import type { Json } from '../openapi-document.ts';
import { reportId, token, verificationId } from './ids.ts';
import { employee, employeeWithoutPay, employeeWithoutSalary, report, structuredAddress } from './reports.ts';
import { target, verificationOf2019, verificationOf2022 } from './verifications.ts';

export const responses: [operation: string, status: string, shape: string, body: Json][] = [
  ['createVerification', '201', 'of 2019, without bounds of the turnaround', verificationOf2019],
  [
    'createVerification',
    '201',
    'of 2019, with two bounds',
    { ...verificationOf2019, turnaround_time: { upper_bound: '60', lower_bound: '12' } },
  ],
  [
    'createVerification',
    '201',
    'of a synchronous create, completed',
    { ...verificationOf2022, state: 'completed', reports: [report] },
  ],
  ['getVerification', '200', 'action-required, without a company', verificationOf2022],
  [
    'getVerification',
    '200',
    'canceled by Truework, with a company and three estimates',
    {
      ...verificationOf2022,
      state: 'canceled',
      turnaround_time: { lower_bound: '12', upper_bound: '60', best_estimate: '24' },
      target: { ...target, company: { id: 4242, name: 'Specimen Foundry - TEST' } },
    },
  ],
  [
    'getVerification',
    '200',
    'completed through a credentials session, employment alone',
    {
      ...verificationOf2022,
      type: 'employment',
      state: 'completed',
      date_of_completion: '2022-02-03T04:05:09.000001Z',
      use_case: 'preapproval',
      reports: [{ ...report, employee: employeeWithoutPay, additional_notes: '' }],
    },
  ],
  [
    'getVerification',
    '200',
    'completed, two reports',
    { ...verificationOf2022, state: 'completed', reports: [report, report] },
  ],
  [
    'getVerification',
    '200',
    'a price without an amount, and a company whose id is a string',
    {
      ...verificationOf2022,
      price: { amount: null, currency: null },
      target: { ...target, company: { id: '4242', name: 'Specimen Foundry' } },
    },
  ],
  [
    'getVerification',
    '200',
    'with undocumented fields',
    { ...verificationOf2022, branch_id: '7', later: { more: [1, null] } },
  ],
  ['getReport', '200', 'the address in one string', report],
  [
    'getReport',
    '200',
    'the address in parts',
    { ...report, employer: { name: 'Specimen Foundry', address: structuredAddress } },
  ],
  ['getReport', '200', 'no address', { ...report, employer: { name: 'Specimen Foundry' } }],
  [
    'getReport',
    '200',
    'of a person who left',
    {
      ...report,
      employee: {
        ...employeeWithoutSalary,
        status: 'inactive',
        status_detail: 'inactive',
        termination_date: '2021-10-29',
        positions: [
          {
            title: 'Smelter',
            start_date: '2018-05-07',
            end_date: '2021-10-29',
            employment_type: 'regular-part-time',
          },
        ],
      },
    },
  ],
  [
    'getReport',
    '200',
    'of a person who left, as in responses of 2019',
    {
      ...report,
      employee: { ...employeeWithoutSalary, status: 'inactive', end_of_employment: '2019-08-30' },
    },
  ],
  [
    'getReport',
    '200',
    'of a person on leave',
    { ...report, employee: { ...employeeWithoutSalary, status: 'inactive', on_leave_date: '2021-12-24' } },
  ],
  [
    'getReport',
    '200',
    "with everything of this version's page",
    {
      ...report,
      additional_notes: 'Rehired once.',
      d1c_eligible: true,
      du_reference_id: 'DU-0007',
      disputes: [
        {
          created: '2022-02-04T00:00:00.000001Z',
          description: 'Job title',
          id: reportId,
          reference_id: '00000000-0000-4000-8000-00000000000a',
        },
      ],
      respondent: { full_name: 'Kim Ledger', title: 'Payroll' },
      employee: {
        ...employee,
        salary: {
          gross_pay: '4000.00',
          pay_frequency: 'monthly',
          hours_per_week: '37.50',
          months_per_year: '9.5',
          reduced_covid: 'no',
        },
      },
    },
  ],
  ['getSingleReport', '200', 'the address in one string', report],
  [
    'getSingleReport',
    '200',
    "with the SDKs' name for the last day",
    {
      ...report,
      employee: { ...employeeWithoutSalary, status: 'inactive', end_of_employment: '2019-10-01' },
    },
  ],
  [
    'listVerifications',
    '200',
    'a first page of 2019, without previous',
    {
      count: 9,
      next: 'https://api.truework.com/verification-requests/?offset=1',
      results: [verificationOf2019],
    },
  ],
  [
    'listVerifications',
    '200',
    'the only page of 2019, without next and previous',
    { count: 1, results: [verificationOf2019] },
  ],
  [
    'listVerifications',
    '200',
    'the only page of later years',
    { count: 1, next: null, previous: null, results: [verificationOf2022] },
  ],
  [
    'listVerifications',
    '200',
    'a page between others',
    {
      count: 9,
      next: 'https://api.truework.com/verification-requests/?limit=1&offset=2',
      previous: 'https://api.truework.com/verification-requests/?limit=1',
      results: [verificationOf2022],
    },
  ],
  [
    'cancelVerification',
    '200',
    'the part of a response that is free of charge',
    {
      created: '2022-02-03T04:05:06.070809Z',
      id: verificationId,
      price: { amount: '0.00', currency: 'USD' },
      state: 'canceled',
      turnaround_time: { lower_bound: '12', upper_bound: '60', best_estimate: '24' },
      cancellation_details: 'No longer needed.',
      cancellation_reason: 'high-turnaround-time',
      date_of_completion: null,
      loan_id: null,
    },
  ],
  [
    'cancelVerification',
    '200',
    'the whole verification, as a client of 2020 expected it',
    {
      ...verificationOf2019,
      state: 'canceled',
      cancellation_reason: 'other',
      cancellation_details: 'No longer needed.',
    },
  ],
  ['reverifyVerification', '201', 'a verification as any other', verificationOf2022],
  [
    'searchCompanies',
    '200',
    'all on one page, without next and previous',
    {
      count: 2,
      results: [
        { id: '7', name: 'Specimen Foundry & Sons', domain: 'foundry.example' },
        { id: '70707', name: 'Specimen Foundries' },
      ],
    },
  ],
  [
    'searchCompanies',
    '200',
    'the first of several pages',
    {
      count: 3,
      next: 'https://api.truework.com/companies/?limit=1&offset=1&q=Specimen',
      results: [{ id: '7', name: 'Specimen Foundry' }],
    },
  ],
  [
    'searchCompanies',
    '200',
    'the last of several pages, whose URL lacks an ampersand',
    {
      count: 3,
      previous: 'https://api.truework.com/companies/?limit=1offset=1&q=Specimen',
      results: [{ id: '7', name: 'Specimen Foundry' }],
    },
  ],
  ['createCredentialsSession', '201', 'id and token', { id: verificationId, token }],
  ['listVerifications', '401', 'a message alone', { error: { message: 'Invalid token.' } }],
  [
    'createVerification',
    '400',
    'the fault of one field',
    {
      error: {
        message: 'Invalid field values provided',
        invalid_fields: { permissible_purpose: ['"fun" is not a valid choice.'] },
      },
    },
  ],
  [
    'createVerification',
    '400',
    'faults of fields inside fields',
    {
      error: {
        message: 'Invalid field values provided',
        invalid_fields: {
          type: ['This field is required.'],
          target: {
            last_name: ['This field may not be null.', 'This field is required.'],
            company: { id: ['Not a valid string.'] },
          },
        },
      },
    },
  ],
];
