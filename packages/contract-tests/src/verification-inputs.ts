import type { CredentialsSessionInput, VerificationInput } from '@truework-legacy/client';
import { metadata, person, sessionInput, verificationInput } from '@truework-legacy/spec/test-data';

/** A credentials session that uses every field of the request. */
export const fullSession: CredentialsSessionInput = {
  ...sessionInput,
  target: {
    ...sessionInput.target,
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
  ...verificationInput,
  target: { ...person, date_of_birth: '1990-01-31' },
};

/** A verification that uses every field of the request. */
export const fullInput: VerificationInput = {
  ...verificationInput,
  use_case: 'mortgage',
  loan_id: 'L–20011',
  additional_information: ' Lager „Süd“\r\n2. Schicht 🦊\n',
  target: {
    ...person,
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
  documents: [{ filename: '../Vollmacht für Zoë 🦊.pdf', content: 'JVBERi0xLjQK' }],
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
