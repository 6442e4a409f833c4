import type { Json } from './openapi-document.ts';

// Bodies with the shapes that Truework, or a client of that time, is known to have sent. All values are synthetic.

const verificationId = 'AAAAAAAAEjQAB-made-up-verification-made-up-verification-';
const reportId = 'AAAAAAAAEjUAC-made-up-report-made-up-report-made-up-repo';
const token = 'made-up-session-token-made-up-session-token';

const target = {
  first_name: 'Robin',
  last_name: 'Specimen',
  contact_email: 'robin@specimen.example',
  social_security_number: '***-**-0009',
};

/** As in responses of 2019: no fractions of a second, no empty fields. */
const verificationOf2019 = {
  id: verificationId,
  state: 'pending-approval',
  created: '2019-11-12T08:15:00Z',
  type: 'employment',
  price: { amount: '34.95', currency: 'USD' },
  turnaround_time: {},
  permissible_purpose: 'risk-assessment',
  target: { ...target, company: { name: 'Specimen Foundry' } },
  documents: [{ filename: 'consent.pdf' }],
};

/** As in recordings of 2022: some empty fields are null, the others absent. */
const verificationOf2022 = {
  id: verificationId,
  loan_id: null,
  state: 'action-required',
  price: { currency: 'USD', amount: '23.00' },
  turnaround_time: {},
  created: '2022-02-03T04:05:06.070809Z',
  date_of_completion: null,
  target: { ...target, company: { name: null }, date_of_birth: '1985-12-30' },
  permissible_purpose: 'employee-request',
  type: 'employment-income',
  use_case: 'auto',
  request_parameters: {
    employer_filter: 'all-employers',
    automated_underwriting_system_eligibility: 'not-required',
    verification_methods: {
      instant: { enabled: true },
      credentials: { enabled: false },
      smart_outreach: { enabled: false },
    },
  },
  reseller_originating_party: null,
};

const earningsOfAYear = {
  year: '2021',
  base: '48000.00',
  bonus: '1500.00',
  commission: '0.00',
  overtime: '250.50',
  other: '0.00',
  total: '49750.50',
};

const employeeWithoutPay = {
  first_name: 'Robin',
  last_name: 'Specimen',
  status: 'active',
  status_detail: 'active',
  hired_date: '2018-05-07',
  positions: [{ title: 'Smelter', start_date: '2018-05-07', employment_type: 'regular-full-time' }],
  social_security_number: '***-**-0009',
};

/** Of a person who is not active. */
const inactive = {
  ...employeeWithoutPay,
  earnings: [earningsOfAYear, { ...earningsOfAYear, year: '2020' }],
  status: 'inactive',
};

const employee = {
  ...inactive,
  status: 'active',
  salary: { gross_pay: '48000.00', pay_frequency: 'annually', reduced_covid: 'unknown' },
};

const report = {
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

const address = {
  line_one: '7 Furnace Row',
  city: 'Moldtown',
  state: 'OH',
  country: 'US',
  postal_code: '00007',
};

const targetInput = { first_name: 'Robin', last_name: 'Specimen', social_security_number: '000-00-0009' };

const verificationInput = {
  type: 'employment',
  permissible_purpose: 'risk-assessment',
  target: { ...targetInput, contact_email: 'robin@specimen.example', company: { name: 'Specimen Foundry' } },
};

const reseller = { originating_party: 'Specimen Savings', use_case: 'auto' };

const hook = { id: 17, target: 'https://hooks.specimen.example/truework' };

const api = 'https://api.truework.com';

/** By the schema of the body. */
export const realShapes: Record<string, Record<string, Json>> = {
  Verification: {
    'of 2019, without bounds of the turnaround': verificationOf2019,
    'of 2019, with two bounds': {
      ...verificationOf2019,
      turnaround_time: { upper_bound: '60', lower_bound: '12' },
    },
    'action-required, without a company': verificationOf2022,
    'canceled by Truework, with a company and three estimates': {
      ...verificationOf2022,
      state: 'canceled',
      turnaround_time: { lower_bound: '12', upper_bound: '60', best_estimate: '24' },
      target: { ...target, company: { id: 4242, name: 'Specimen Foundry - TEST' } },
    },
    'completed through a credentials session, employment alone': {
      ...verificationOf2022,
      type: 'employment',
      state: 'completed',
      date_of_completion: '2022-02-03T04:05:09.000001Z',
      use_case: 'preapproval',
      reports: [{ ...report, employee: employeeWithoutPay, additional_notes: '' }],
    },
    'completed, two reports': { ...verificationOf2022, state: 'completed', reports: [report, report] },
    'a price without an amount, and a company whose id is a string': {
      ...verificationOf2022,
      price: { amount: null, currency: null },
      target: { ...target, company: { id: '4242', name: 'Specimen Foundry' } },
    },
    'with undocumented fields': { ...verificationOf2022, branch_id: '7', later: { more: [1, null] } },
  },
  Report: {
    'the address in one string': report,
    'the address in parts': { ...report, employer: { name: 'Specimen Foundry', address } },
    'no address': { ...report, employer: { name: 'Specimen Foundry' } },
    'of a person who left': {
      ...report,
      employee: {
        ...inactive,
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
    'of a person who left, as in responses of 2019 and in the SDKs': {
      ...report,
      employee: { ...inactive, end_of_employment: '2019-08-30' },
    },
    'of a person on leave': { ...report, employee: { ...inactive, on_leave_date: '2021-12-24' } },
    "with everything of this version's page": {
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
  },
  VerificationPage: {
    'a first page of 2019, without previous': {
      count: 9,
      next: `${api}/verification-requests/?offset=1`,
      results: [verificationOf2019],
    },
    'the only page of 2019, without next and previous': { count: 1, results: [verificationOf2019] },
    'the only page of later years': { count: 1, next: null, previous: null, results: [verificationOf2022] },
    'a page between others': {
      count: 9,
      next: `${api}/verification-requests/?limit=1&offset=2`,
      previous: `${api}/verification-requests/?limit=1`,
      results: [verificationOf2022],
    },
  },
  CanceledVerification: {
    'the part of a response that is free of charge': {
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
    'the whole verification, as a client of 2020 expected it': {
      ...verificationOf2019,
      state: 'canceled',
      cancellation_reason: 'other',
      cancellation_details: 'No longer needed.',
    },
  },
  CompanyPage: {
    'all on one page, without next and previous': {
      count: 2,
      results: [
        { id: '7', name: 'Specimen Foundry & Sons', domain: 'foundry.example' },
        { id: '70707', name: 'Specimen Foundries' },
      ],
    },
    'the first of several pages': {
      count: 3,
      next: `${api}/companies/?limit=1&offset=1&q=Specimen`,
      results: [{ id: '7', name: 'Specimen Foundry' }],
    },
    'the last of several pages, whose URL lacks an ampersand': {
      count: 3,
      previous: `${api}/companies/?limit=1offset=1&q=Specimen`,
      results: [{ id: '7', name: 'Specimen Foundry' }],
    },
  },
  CredentialsSession: { 'id and token': { id: verificationId, token } },
  ApiErrorBody: {
    'a message alone': { error: { message: 'Invalid token.' } },
    'faults of fields, and of fields inside fields': {
      error: {
        message: 'Invalid field values provided',
        invalid_fields: {
          permissible_purpose: ['"fun" is not a valid choice.'],
          target: {
            last_name: ['This field may not be null.', 'This field is required.'],
            company: { id: ['Not a valid string.'] },
          },
        },
      },
    },
  },
  VerificationInput: {
    'company by name': verificationInput,
    'company.id as a string': {
      ...verificationInput,
      target: { ...targetInput, company: { id: '4242' } },
    },
    'with documents': {
      ...verificationInput,
      documents: [
        { filename: 'consent.pdf', content: 'JVBERi0xLjQK' },
        { filename: 'notes.png', content: 'iVBORw0KGgo=' },
      ],
    },
    'synchronous: no company, a number of nine digits': {
      ...verificationInput,
      target: { ...targetInput, social_security_number: '000000009', date_of_birth: '1985-12-30' },
      additional_information: 'Night shift.',
    },
    'with everything that clients of 2022 sent, company.id as an integer': {
      ...verificationInput,
      target: {
        ...targetInput,
        contact_email: 'robin@specimen.example',
        date_of_birth: '1985-12-30',
        company: {
          id: 4242,
          phone_number: '555-0107',
          address: '7 Furnace Row',
          city: 'Moldtown',
          state: 'OH',
          zip_code: '00007',
        },
      },
      metadata: {},
      additional_information: 'Night shift.',
      loan_id: 'L-7',
      use_case: 'auto',
      request_parameters: {
        verification_methods: {
          instant: { enabled: true },
          credentials: { enabled: true },
          smart_outreach: { enabled: true },
        },
        employer_filter: 'target-employer',
        automated_underwriting_system_eligibility: 'not-required',
      },
      reseller_originating_party: { ...reseller, permissible_purpose: 'risk-assessment' },
    },
    "the purpose of a reseller in the command line's spelling": {
      ...verificationInput,
      reseller_originating_party: { ...reseller, permissable_purpose: 'risk-assessment' },
    },
  },
  CredentialsSessionInput: {
    'the least': { ...verificationInput, use_case: 'auto', target: targetInput },
    'with a company, and fields that are null': {
      ...verificationInput,
      use_case: 'auto',
      metadata: null,
      reseller_originating_party: null,
    },
  },
  ReverificationInput: { 'a report': { report_id: reportId } },
  CancellationInput: {
    'a reason': { cancellation_reason: 'immediate' },
    'details that are null': { cancellation_reason: 'other', cancellation_details: null },
    'blank details': { cancellation_reason: 'other', cancellation_details: '' },
  },
  VerificationStateChange: {
    'hook.id as an integer, after a credentials session': {
      hook: { ...hook, event: 'verification_request.state.change' },
      data: {
        verification_request_id: verificationId,
        state: 'processing',
        credentials_session_token: token,
      },
    },
    'after a create with metadata': {
      hook: { ...hook, event: 'verification_request.state.change' },
      data: { verification_request_id: verificationId, state: 'completed', metadata: { branch: '7' } },
    },
  },
  CredentialsSessionStateChange: {
    success: {
      hook: { ...hook, event: 'credentials_session.state.change' },
      data: { state: 'success', token, verification_request_id: verificationId },
    },
  },
};
