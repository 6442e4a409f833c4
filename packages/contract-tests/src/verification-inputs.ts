import type { CredentialsSessionInput, VerificationInput } from '@truework-legacy/client';

/** A credentials session that uses every field of the request. */
export const fullSession: CredentialsSessionInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-20-0000',
    contact_email: 'riley.sample@example.com',
    date_of_birth: '1990-01-31',
    phone_number: '555-0199',
    company: { id: 1, name: 'Example Widgets LLC' },
  },
  metadata: { application: 'A-20011' },
  reseller_originating_party: {
    originating_party: 'Example Community Bank',
    permissible_purpose: 'credit-application',
    use_case: 'mortgage',
  },
};

/** A verification of a person whose employer is not known. */
export const inputWithoutCompany: VerificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000-00-0000',
    date_of_birth: '1990-01-31',
  },
};

/** A verification that uses every field of the request. */
export const fullInput: VerificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  loan_id: 'L-20011',
  additional_information: 'Worked at the warehouse.',
  target: {
    first_name: 'Riley',
    last_name: 'Sample',
    social_security_number: '000000001',
    contact_email: 'riley.sample@example.com',
    date_of_birth: '1990-01-31',
    phone_number: '555-0199',
    company: {
      name: 'Example Widgets LLC',
      phone_number: '555-0100',
      address: '1 Example Street',
      city: 'Springfield',
      state: 'IL',
      zip_code: '62701',
    },
  },
  documents: [{ filename: 'authorization.pdf', content: 'JVBERi0xLjQK' }],
  metadata: { application: 'A-20011' },
  request_parameters: {
    employer_filter: 'target-employer',
    automated_underwriting_system_eligibility: 'not-required',
    verification_methods: {
      instant: { enabled: true },
      credentials: { enabled: false },
      smart_outreach: { enabled: false },
    },
  },
  reseller_originating_party: {
    originating_party: 'Example Community Bank',
    permissible_purpose: 'credit-application',
    use_case: 'mortgage',
  },
};

/** A verification of one of the sandbox's people, whose employer is not known. */
export function inputFor(socialSecurityNumber: string): VerificationInput {
  return {
    ...inputWithoutCompany,
    target: { ...inputWithoutCompany.target, social_security_number: socialSecurityNumber },
  };
}
