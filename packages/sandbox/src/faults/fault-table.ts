import { SandboxError } from '../errors/index.ts';
import type { Json, TenantPart, TenantScope } from '../state/index.ts';
import { type FaultRuleInForce, readFaultRule } from './catalogue.ts';
import { ruleLimit, type SavedFaults, TenantFaults } from './tenant-faults.ts';

/** What the fault rules of all tenants share. */
export class FaultTable implements TenantPart {
  readonly #byTenant = new WeakMap<TenantScope, TenantFaults>();
  readonly #changed: () => void;

  /** @param changed - Called when a rule is added or removed. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Those of one tenant. */
  of(tenant: TenantScope): TenantFaults {
    let faults = this.#byTenant.get(tenant);
    if (faults === undefined) {
      faults = new TenantFaults(this.#changed);
      this.#byTenant.set(tenant, faults);
    }
    return faults;
  }

  save(tenant: TenantScope): Json {
    return this.of(tenant).save();
  }

  /** @throws {@link SandboxError} `invalid_snapshot`. */
  check(saved: Json | undefined): void {
    if (saved === undefined) return;
    const { lastId, rules }: SavedFaults = Object(saved);
    try {
      if (!Number.isSafeInteger(lastId) || !Array.isArray(rules) || rules.length > ruleLimit)
        throw new Error('They are malformed.');
      let before = 0;
      for (const saved of rules) {
        const { id, seen, hits, ...rule }: FaultRuleInForce = Object(saved);
        const isCounted = [id - before - 1, lastId - id, seen, hits].every(
          (count) => Number.isSafeInteger(count) && count >= 0,
        );
        if (!isCounted) throw new Error('A rule has no valid id or counts.');
        readFaultRule(rule);
        before = id;
      }
    } catch (error) {
      throw new SandboxError(
        'invalid_snapshot',
        `The faults of this snapshot cannot be restored. ${(error as Error).message}`,
      );
    }
  }

  load(tenant: TenantScope, saved: Json | undefined): void {
    this.of(tenant).load(saved);
  }
}
