import { expect, test } from 'vitest';
import type { Schema } from '../document/index.ts';
import { document } from './openapi-document.ts';
import { operations, webhooks } from './operations.ts';

// The facts that the sources settle, a second time, so that no value or requirement is lost unnoticed. Change a line only if a source says
// so, and name it in the commit.

/** Says what to do if a table of this file differs from the spec. */
const howTo = (table: string) =>
  `if the spec is right, write what differs into \`${table}\` of spec/test/settled-facts.test.ts`;

const values: Record<string, (string | null)[]> = {
  CancellationReason: ['immediate', 'high-turnaround-time', 'competitor', 'wrong-info', 'other'],
  EmploymentStatus: ['active', 'inactive', 'unknown'],
  'Money.currency': ['USD', null],
  PermissiblePurpose: [
    'child-support',
    'credit-application',
    'employee-eligibility',
    'employee-request',
    'employee-review-or-collection',
    'employment',
    'insurance-underwriting-application',
    'legitimate-reason-initiated',
    'legitimate-reason-review',
    'risk-assessment',
    'subpoena',
  ],
  PositionEmploymentType: ['regular-full-time', 'regular-part-time', 'contractor', 'other'],
  'RequestParameters.employer_filter': [
    'all-employers',
    'current-employer',
    'previous-employers',
    'target-employer',
  ],
  'Salary.reduced_covid': ['yes', 'no', 'unknown', null],
  UseCase: [
    'mortgage',
    'home-equity',
    'background',
    'tenant',
    'government',
    'auto',
    'lending',
    'credit',
    'identity',
    'insurance',
    'health',
    'offers',
    'account-management',
    'preapproval',
  ],
  VerificationState: [
    'pending-approval',
    'processing',
    'action-required',
    'completed',
    'canceled',
    'invalid',
  ],
  VerificationType: ['employment', 'employment-income', 'tenant-screening'],
};

/** The required fields of every schema that has any, by name. */
const required: Record<string, string> = {
  ApiErrorBody: 'error',
  ApiErrorDetail: 'message',
  CanceledVerification: 'created id price state turnaround_time',
  CancellationInput: 'cancellation_reason',
  Company: 'id name',
  CompanyById: 'id',
  CompanyByName: 'name',
  CompanyPage: 'count results',
  CredentialsSession: 'id token',
  CredentialsSessionInput: 'permissible_purpose target type use_case',
  CredentialsSessionStateChange: 'data hook',
  CredentialsSessionStateChangeData: 'state token',
  Dispute: 'created description id',
  DocumentInput: 'content filename',
  DocumentReference: 'filename',
  Earnings: 'year',
  Employee: 'first_name last_name positions status',
  Employer: 'name',
  Hook: 'event id target',
  Money: 'amount currency',
  Position: 'title',
  Report: 'created current_as_of employee employer id verification_request',
  ReportVerification: 'created id type',
  ResellerByPermissablePurpose: 'originating_party permissable_purpose use_case',
  ResellerByPermissiblePurpose: 'originating_party permissible_purpose use_case',
  ReverificationInput: 'report_id',
  Salary: 'gross_pay pay_frequency',
  Target: 'first_name last_name',
  TargetInput: 'first_name last_name social_security_number',
  Verification: 'created id permissible_purpose price state target turnaround_time type',
  VerificationInput: 'permissible_purpose target type',
  VerificationMethod: 'enabled',
  VerificationPage: 'count results',
  VerificationStateChange: 'data hook',
  VerificationStateChangeData: 'state verification_request_id',
};

/** Every operation, with the statuses of its responses. */
const statuses: Record<string, string> = {
  'POST /credentials/session': '201 400 401 403 405 406 429 451 500 501',
  'POST /verification-requests/': '201 400 401 403 405 406 429 451 500 501',
  'GET /verification-requests/': '200 400 401 403 405 406 429 451 500 501',
  'GET /verification-requests/{verification_request_id}': '200 400 401 403 404 405 406 429 451 500 501',
  'PUT /verification-requests/{verification_request_id}/reverify':
    '201 400 401 403 404 405 406 429 451 500 501',
  'PUT /verification-requests/{verification_request_id}/cancel':
    '200 400 401 403 404 405 406 429 451 500 501',
  'GET /verification-requests/{verification_request_id}/reports/{verification_report_id}':
    '200 400 401 403 404 405 406 429 451 500 501',
  'GET /verification-requests/{verification_request_id}/report':
    '200 400 401 403 404 405 406 429 451 500 501',
  'GET /companies/': '200 400 401 403 405 406 429 451 500 501',
};

/** The values with another source than their enum. */
const sourcesOfValues: Record<string, Record<string, string>> = {
  'RequestParameters.employer_filter': {
    'all-employers': 'recorded',
    'current-employer': 'documented-later',
    'previous-employers': 'documented-later',
    'target-employer': 'recorded',
  },
  VerificationState: {
    'pending-approval': 'documented',
    processing: 'documented',
    'action-required': 'documented-later',
    completed: 'documented',
    canceled: 'documented',
    invalid: 'documented',
  },
  VerificationType: {
    employment: 'sdk',
    'employment-income': 'documented',
    'tenant-screening': 'documented-later',
  },
};

/** The legal terms in the meaning of each purpose. A compliance officer chooses by these words. */
const legalTerms: Record<string, string[]> = {
  'child-support': ['child support payments', 'state or local child support enforcement agency'],
  'credit-application': ["target's application for credit"],
  'employee-eligibility': [
    'eligibility for a benefit',
    'governmental agency',
    'law requires to consider',
    'financial responsibility or status',
  ],
  'employee-request': ['instructed the verifier in writing'],
  'employee-review-or-collection': ["Review or collection of the target's account"],
  employment: ['Employment purposes', 'prior written consent'],
  'insurance-underwriting-application': ['Underwriting of insurance', "target's application"],
  'legitimate-reason-initiated': [
    'legitimate business need',
    'business transaction that the target initiated',
  ],
  'legitimate-reason-review': [
    'legitimate business need',
    "review the target's account",
    'continues to meet the terms of the account',
  ],
  'risk-assessment': ['credit or prepayment risks', 'existing credit obligation'],
  subpoena: ['court order', 'federal grand jury subpoena'],
};

const schemas = Object.entries(document.components?.schemas ?? {});

/** Every shared schema, and every property of one, by name. */
const named = schemas.flatMap(([name, schema]): [string, Schema][] => [
  [name, schema],
  ...Object.entries(schema.properties ?? {}).map(([key, property]): [string, Schema] => [
    `${name}.${key}`,
    property,
  ]),
]);

test('no value of an enum came or went', () => {
  const found = named.filter(([, schema]) => schema.enum !== undefined);
  expect(Object.fromEntries(found.map(([name, schema]) => [name, schema.enum])), howTo('values')).toEqual(
    values,
  );
});

test('no value of an enum changed its source', () => {
  const found = named.flatMap(([name, { 'x-source': source }]) => {
    const levels = Object.entries(source?.values ?? {}).map(([value, { level }]) => [value, level]);
    return levels.length === 0 ? [] : [[name, Object.fromEntries(levels)]];
  });
  expect(Object.fromEntries(found), howTo('sourcesOfValues')).toEqual(sourcesOfValues);
});

test('every operation needs the key, and no webhook does', () => {
  expect(document.security).toEqual([{ bearer: [] }]);
  const overriding = operations.filter(({ operation }) => operation.security !== undefined);
  expect(overriding.map(({ id }) => id)).toEqual([]);
  expect(webhooks.map(({ operation }) => operation.security)).toEqual([[], []]);
});

test('no field became required or optional', () => {
  const found = schemas.filter(([, schema]) => schema.required !== undefined);
  expect(
    Object.fromEntries(found.map(([name, schema]) => [name, schema.required?.toSorted().join(' ')])),
    howTo('required'),
  ).toEqual(required);
});

test('no operation and no status came or went', () => {
  const found = operations.map(({ method, path, responses }) => [
    `${method} ${path}`,
    responses.map(({ status }) => status).join(' '),
  ]);
  expect(Object.fromEntries(found), howTo('statuses')).toEqual(statuses);
});

test('the purposes keep the legal terms of their page', () => {
  const meanings = document.components?.schemas?.['PermissiblePurpose']?.['x-enumDescriptions'] ?? {};
  const missing = Object.entries(legalTerms).flatMap(([value, terms]) =>
    terms
      .filter((term) => !meanings[value]?.replaceAll(/\s+/g, ' ').includes(term))
      .map((term) => `${value}: ${term}`),
  );
  expect(missing).toEqual([]);
  expect(Object.keys(meanings).sort()).toEqual(Object.keys(legalTerms).sort());
});
