import { SandboxError } from '../errors/index.ts';

/** An error response of the admin API. */
export class AdminError extends Error {
  readonly status: number;
  /** What is wrong, as a constant. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The status of each error that is not a 400. */
const statuses: Readonly<Record<string, number>> = {
  unknown_verification: 404,
  unknown_credentials_session: 404,
  unknown_fault_rule: 404,
  unknown_webhook_endpoint: 404,
  unknown_webhook_delivery: 404,
  impossible_state: 409,
  credentials_session_completed: 409,
  too_many_webhook_endpoints: 409,
  too_many_fault_rules: 409,
  store_failed: 500,
  closed: 503,
};

/** An error of the sandbox as a response. Returns undefined if the sandbox itself failed. */
export function toAdminError(error: unknown): AdminError | undefined {
  if (error instanceof AdminError) return error;
  if (!(error instanceof SandboxError)) return undefined;
  return new AdminError(statuses[error.code] ?? 400, error.code, error.message);
}
