import type { Handlers } from '../handler.ts';
import { searchCompanies } from './companies.ts';
import { createCredentialsSession } from './credentials-sessions.ts';
import { getReport, getSingleReport } from './reports.ts';
import {
  cancelVerification,
  createVerification,
  getVerification,
  listVerifications,
  reverifyVerification,
} from './verifications.ts';

/** The behaviour of every operation. The compiler refuses this where one of the spec is missing. */
export const handlers: Handlers = {
  createCredentialsSession,
  createVerification,
  listVerifications,
  getVerification,
  reverifyVerification,
  cancelVerification,
  getReport,
  getSingleReport,
  searchCompanies,
};
