import type { Handlers } from '../handler.ts';
import * as companies from './companies.ts';
import * as credentialsSessions from './credentials-sessions.ts';
import * as reports from './reports.ts';
import * as verifications from './verifications.ts';

/** The behaviour of every operation. The compiler rejects this if one of the spec is missing: export its handler from one of these files. */
export const handlers: Handlers = { ...companies, ...credentialsSessions, ...reports, ...verifications };
