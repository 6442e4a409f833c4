import { SandboxError } from '../errors/index.ts';
import type { TenantPart } from './tenant-scope.ts';

/** The rates of tenants, each on its own clock. */
export const ratePart: TenantPart = {
  save: (tenant) => tenant.rates?.save(tenant.now() - tenant.rateTime().elapsedMs) ?? null,
  check(value) {
    const rates = value ?? {};
    const isRead =
      typeof rates === 'object' &&
      Object.values(rates).every((atMs) => Array.isArray(atMs) && atMs.every(Number.isFinite));
    if (!isRead) throw new SandboxError('invalid_snapshot', 'The rates of this snapshot cannot be restored.');
  },
  load(tenant, value) {
    const { elapsedMs, realMs } = tenant.rateTime();
    tenant.rates?.load(value ?? undefined, tenant.now() - elapsedMs, realMs);
  },
};
