import type { CallOptions } from '../../src/options.ts';
import type { Truework } from '../../src/truework.ts';
import { verificationInput } from './test-client.ts';

/** A call of a method, with its options. */
export type CallOf = (truework: Truework, options?: CallOptions) => Promise<unknown>;

/** The calls that may be repeated. */
export const safeCalls: Readonly<Record<string, CallOf>> = {
  list: ({ verifications }, options) => verifications.list({}, options),
  get: ({ verifications }, options) => verifications.get('AAAA', {}, options),
  getReport: ({ reports }, options) => reports.get('AAAA', 'BBBB', {}, options),
  getPdf: ({ reports }, options) => reports.getPdf('AAAA', 'BBBB', {}, options),
  searchCompanies: ({ companies }, options) => companies.search({ q: 'Sample' }, options),
};

/** The calls that must not be repeated. */
export const unsafeCalls: Readonly<Record<string, CallOf>> = {
  create: ({ verifications }, options) => verifications.create(verificationInput, options),
  reverify: ({ verifications }, options) => verifications.reverify('AAAA', { report_id: 'BBBB' }, options),
  cancel: ({ verifications }, options) =>
    verifications.cancel(
      'AAAA',
      { cancellation_reason: 'other', cancellation_details: 'Withdrawn' },
      options,
    ),
  createSession: ({ credentials }, options) =>
    credentials.createSession({ ...verificationInput, use_case: 'mortgage' }, options),
};

/** A success response for each of the unsafe calls. */
export const successOfAll = { id: 'AAAA', state: 'processing', target: {}, token: 'sample' };
