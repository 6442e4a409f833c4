import type { JsonObject } from '../openapi-document.ts';
import { verificationId } from './ids.ts';

export const target: JsonObject = {
  first_name: 'Robin',
  last_name: 'Specimen',
  contact_email: 'robin@specimen.example',
  social_security_number: '***-**-0009',
};

/** As in responses of 2019: no fractions of a second, no empty fields. */
export const verificationOf2019: JsonObject = {
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
export const verificationOf2022: JsonObject = {
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
