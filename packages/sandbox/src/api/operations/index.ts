import type { Handlers } from '../handler.ts';
import * as companies from './companies.ts';
import * as credentialsSessions from './credentials-sessions.ts';
import * as reports from './reports.ts';
import * as verifications from './verifications.ts';

/** The handlers of all operations. If this does not compile, an operation of the spec is missing: export its handler from one of these files. */
export const handlers: Handlers = { ...companies, ...credentialsSessions, ...reports, ...verifications };
