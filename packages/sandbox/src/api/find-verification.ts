import { ApiError } from '../http/index.ts';
import type { Tenant, VerificationRecord } from '../state/index.ts';

/**
 * A verification of the tenant.
 *
 * @throws {@link ApiError} 404 if it has no verification with this id.
 */
export function findVerification(id: string, tenant: Tenant): VerificationRecord {
  const verification = tenant.verifications.find(id);
  if (verification === undefined) throw new ApiError(404, 'Not found.');
  return verification;
}
