import type { CredentialsSessionInput, VerificationInput } from '@truework-legacy/client';

// What all tests send: legal, and hostile. Names beyond ASCII and beyond the BMP, a line break, metadata in an order that is
// not the alphabet's.

const name = { first_name: 'Zoë', last_name: 'O’Neill-Größe 🦊𝒳' };
const metadata = { zulu: '1st', application: 'A–20011 🦊', mike: '' };

/** A credentials session that uses every field of the request. */
export const fullSession: CredentialsSessionInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  target: {
    ...name,
    social_security_number: '000-20-0000',
    contact_email: 'zoe@example.com',
    date_of_birth: '1990-01-31',
    phone_number: '555-0199',
    company: { id: 1, name: 'Müller & Söhne 𝒳 GmbH' },
  },
  metadata,
  reseller_originating_party: {
    originating_party: 'Sparkasse Größenwahn 🦊',
    permissible_purpose: 'credit-application',
    use_case: 'mortgage',
  },
};

/** A verification of a person whose employer is not known. */
export const inputWithoutCompany: VerificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target: {
    ...name,
    social_security_number: '000-00-0000',
    date_of_birth: '1990-01-31',
  },
};

/** A verification that uses every field of the request. */
export const fullInput: VerificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  use_case: 'mortgage',
  loan_id: 'L–20011',
  additional_information: 'Lager „Süd“\n2. Schicht 🦊',
  target: {
    ...name,
    social_security_number: '000000001',
    contact_email: 'zoe@example.com',
    date_of_birth: '1990-01-31',
    phone_number: '555-0199',
    company: {
      name: 'Müller & Söhne 𝒳 GmbH',
      phone_number: '555-0100',
      address: '1 Example Street',
      city: 'Springfield',
      state: 'IL',
      zip_code: '62701',
    },
  },
  documents: [{ filename: 'Vollmacht für Zoë 🦊.pdf', content: 'JVBERi0xLjQK' }],
  metadata,
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
    originating_party: 'Sparkasse Größenwahn 🦊',
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
