import type { VerificationInput } from '../../src/generated/types.gen.ts';

export const person = { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-00-0000' };
export const purpose = { type: 'employment-income', permissible_purpose: 'credit-application' } as const;

/** A create with every field. */
export const fullInput = {
  ...purpose,
  use_case: 'mortgage',
  target: {
    ...person,
    contact_email: 'riley.sample@example.com',
    date_of_birth: '1990-01-31',
    phone_number: '555-0199',
    company: {
      id: 1,
      name: 'Example Widgets LLC',
      address: '1 Example Street',
      city: 'Springfield',
      state: 'IL',
      zip_code: '62701',
      phone_number: '555-0100',
    },
  },
  documents: [{ filename: 'authorization.pdf', content: 'JVBERi0xLjQK' }],
  additional_information: 'Worked at the warehouse.',
  loan_id: 'L-20011',
  metadata: { application: 'A-20011' },
  request_parameters: {
    automated_underwriting_system_eligibility: 'not-required',
    verification_methods: {
      instant: { enabled: true },
      credentials: { enabled: false },
      smart_outreach: { enabled: true },
    },
  },
  reseller_originating_party: {
    originating_party: 'Example Community Bank',
    permissible_purpose: 'credit-application',
    use_case: 'auto',
  },
} as const satisfies VerificationInput;
