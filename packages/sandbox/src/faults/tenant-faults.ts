import { SandboxError } from '../errors/index.ts';
import type { Json, Part, Tenant } from '../state/index.ts';
import {
  apply,
  type Fault,
  type FaultDescription,
  type FaultRule,
  type FaultRuleInForce,
  type FaultType,
  faultCatalogue,
  readFault,
  readFaultRule,
} from './catalogue.ts';

/** What a snapshot has of fault rules. */
interface SavedFaults {
  lastId: number;
  rules: FaultRuleInForce[];
}

/** How many rules a tenant has at most. */
const ruleLimit = 1000;

/** The fault rules of a tenant. They are forgotten at a reset and at the end of the process, and kept in a snapshot. */
export class Faults {
  #rules: FaultRuleInForce[] = [];
  #lastId = 0;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * Puts a rule in force.
   *
   * @throws {@link SandboxError} `unknown_operation`, `unknown_fault` or `invalid_fault`, with what is known instead;
   * `too_many_fault_rules` after 1000.
   */
  add(rule: FaultRule): FaultRuleInForce {
    const read = readFaultRule(rule);
    if (this.#rules.length >= ruleLimit) {
      throw new SandboxError(
        'too_many_fault_rules',
        `A key has ${ruleLimit} fault rules at most. Remove some first.`,
      );
    }
    this.#lastId += 1;
    const added = { id: this.#lastId, ...read, seen: 0, hits: 0 };
    this.#rules = [...this.#rules, added];
    this.#changed();
    return added;
  }

  /** The rules in force and what they did, oldest first. */
  list(): FaultRuleInForce[] {
    return [...this.#rules];
  }

  /**
   * Ends a rule.
   *
   * @throws {@link SandboxError} `unknown_fault_rule`.
   */
  remove(id: number): void {
    const others = this.#rules.filter((rule) => rule.id !== id);
    if (others.length === this.#rules.length) {
      throw new SandboxError('unknown_fault_rule', `There is no fault rule ${id}.`);
    }
    this.#rules = others;
    this.#changed();
  }

  /** Ends all rules. */
  clear(): void {
    this.#rules = [];
    this.#changed();
  }

  /**
   * The fault that strikes a call.
   *
   * @param header - Value of `X-Sandbox-Fault`. Where there is one it strikes, and the rules do not count the call.
   * @throws {@link SandboxError} `unknown_fault` or `invalid_fault`, of the header.
   */
  applyToResponse(operation: string, header: string | undefined): Fault | undefined {
    if (header === undefined) return this.#applyFault(operation, 'response');
    const fault = readFault(header);
    if (faultCatalogue[fault.type].appliesTo === 'response') return fault;
    throw new SandboxError(
      'invalid_fault',
      `The fault ${fault.type} strikes webhooks, so a header cannot ask for it. Add a rule instead.`,
    );
  }

  /**
   * The fault that strikes an event.
   *
   * @param isLast - Whether no other one can overtake it: no fault that needs one counts it.
   */
  takeForWebhook(operation: string, isLast: boolean): Fault | undefined {
    return this.#applyFault(operation, 'webhook', isLast ? ['out-of-order'] : []);
  }

  #applyFault(
    operation: string,
    appliesTo: FaultDescription['appliesTo'],
    except: readonly FaultType[] = [],
  ): Fault | undefined {
    if (this.#rules.length === 0) return undefined;
    const { counted, fault } = apply(this.#rules, operation, appliesTo, except);
    if (counted.length === 0) return undefined;
    this.#rules = this.#rules.map((rule) => counted.find(({ id }) => id === rule.id) ?? rule);
    return fault;
  }

  save(): Json {
    return { lastId: this.#lastId, rules: this.#rules.map((rule) => ({ ...rule })) };
  }

  load(saved: Json | undefined): void {
    const { lastId, rules } = (saved ?? { lastId: 0, rules: [] }) as unknown as SavedFaults;
    this.#lastId = lastId;
    this.#rules = rules;
    this.#changed();
  }
}

/** The fault rules of all tenants. */
export class TenantFaults implements Part {
  readonly #byTenant = new WeakMap<Tenant, Faults>();
  readonly #changed: () => void;

  /** @param changed - Told of every rule that comes or goes. */
  constructor(changed: () => void = () => {}) {
    this.#changed = changed;
  }

  /** Those of one tenant. */
  of(tenant: Tenant): Faults {
    let faults = this.#byTenant.get(tenant);
    if (faults === undefined) {
      faults = new Faults(this.#changed);
      this.#byTenant.set(tenant, faults);
    }
    return faults;
  }

  save(tenant: Tenant): Json {
    return this.of(tenant).save();
  }

  /** @throws {@link SandboxError} `invalid_snapshot`. */
  check(saved: Json | undefined): void {
    if (saved === undefined) return;
    const { lastId, rules } = (saved ?? {}) as unknown as Partial<SavedFaults>;
    try {
      if (!Number.isSafeInteger(lastId) || !Array.isArray(rules) || rules.length > ruleLimit)
        throw new Error('They are not in its form.');
      for (const { id, seen, hits, ...rule } of rules) {
        if (![id, seen, hits].every(Number.isSafeInteger)) throw new Error('A rule lacks what it counted.');
        readFaultRule(rule);
      }
    } catch (error) {
      throw new SandboxError(
        'invalid_snapshot',
        `The faults of this snapshot cannot be restored. ${(error as Error).message}`,
      );
    }
  }

  load(tenant: Tenant, saved: Json | undefined): void {
    this.of(tenant).load(saved);
  }
}
