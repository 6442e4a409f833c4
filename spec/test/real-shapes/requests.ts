import type { Json, JsonObject } from '../openapi-document.ts';
import { reportId, token, verificationId } from './ids.ts';

const targetInput: JsonObject = {
  first_name: 'Robin',
  last_name: 'Specimen',
  social_security_number: '000-00-0009',
};

const verificationInput: JsonObject = {
  type: 'employment',
  permissible_purpose: 'risk-assessment',
  target: { ...targetInput, contact_email: 'robin@specimen.example', company: { name: 'Specimen Foundry' } },
};

const hook = (event: string): JsonObject => ({
  id: 17,
  event,
  target: 'https://hooks.specimen.example/truework',
});

export const requests: [operation: string, shape: string, body: Json][] = [
  ['createVerification', 'company by name', verificationInput],
  [
    'createVerification',
    'company.id as a string',
    { ...verificationInput, target: { ...targetInput, company: { id: '4242' } } },
  ],
  [
    'createVerification',
    'company.id as an integer',
    { ...verificationInput, target: { ...targetInput, company: { id: 4242 } } },
  ],
  [
    'createVerification',
    'with documents',
    {
      ...verificationInput,
      documents: [
        { filename: 'consent.pdf', content: 'JVBERi0xLjQK' },
        { filename: 'notes.png', content: 'iVBORw0KGgo=' },
      ],
    },
  ],
  [
    'createVerification',
    'synchronous: no company, a number of nine digits',
    {
      ...verificationInput,
      target: { ...targetInput, social_security_number: '000000009', date_of_birth: '1985-12-30' },
      additional_information: 'Night shift.',
    },
  ],
  [
    'createVerification',
    'with everything that clients of 2022 sent',
    {
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
      reseller_originating_party: {
        originating_party: 'Specimen Savings',
        use_case: 'auto',
        permissible_purpose: 'risk-assessment',
      },
    },
  ],
  [
    'createVerification',
    "the purpose of a reseller in the command line's spelling",
    {
      ...verificationInput,
      reseller_originating_party: {
        originating_party: 'Specimen Savings',
        use_case: 'auto',
        permissable_purpose: 'risk-assessment',
      },
    },
  ],
  ['createCredentialsSession', 'the least', { ...verificationInput, use_case: 'auto', target: targetInput }],
  [
    'createCredentialsSession',
    'with a company, and fields that are null',
    { ...verificationInput, use_case: 'auto', metadata: null, reseller_originating_party: null },
  ],
  ['reverifyVerification', 'a report', { report_id: reportId }],
  ['cancelVerification', 'a reason', { cancellation_reason: 'immediate' }],
  [
    'cancelVerification',
    'details that are null',
    { cancellation_reason: 'other', cancellation_details: null },
  ],
  ['cancelVerification', 'blank details', { cancellation_reason: 'other', cancellation_details: '' }],
  [
    'verificationRequestStateChange',
    'hook.id as an integer, after a credentials session',
    {
      hook: hook('verification_request.state.change'),
      data: {
        verification_request_id: verificationId,
        state: 'processing',
        credentials_session_token: token,
      },
    },
  ],
  [
    'verificationRequestStateChange',
    'after a create with metadata',
    {
      hook: hook('verification_request.state.change'),
      data: { verification_request_id: verificationId, state: 'completed', metadata: { branch: '7' } },
    },
  ],
  [
    'credentialsSessionStateChange',
    'success',
    {
      hook: hook('credentials_session.state.change'),
      data: { state: 'success', token, verification_request_id: verificationId },
    },
  ],
];
