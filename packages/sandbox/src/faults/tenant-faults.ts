import { SandboxError } from '../errors/index.ts';
import type { Json } from '../state/index.ts';
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

/** The fault rules in a snapshot. */
export interface SavedFaults {
  lastId: number;
  rules: FaultRuleInForce[];
}

/** How many rules a tenant has at most. */
export const ruleLimit = 1000;

/** The fault rules of a tenant. A reset and the end of the process remove them; a snapshot contains them. */
export class TenantFaults {
  #rules: FaultRuleInForce[] = [];
  #lastId = 0;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /**
   * Adds a rule.
   *
   * @throws {@link SandboxError} `unknown_operation`, `unknown_fault` or `invalid_fault`, with the valid ones;
   * `too_many_fault_rules` after 1000.
   */
  add(rule: FaultRule): FaultRuleInForce {
    const read = readFaultRule(rule);
    if (this.#rules.length >= ruleLimit) {
      throw new SandboxError(
        'too_many_fault_rules',
        `A key can have at most ${ruleLimit} fault rules. Remove some first.`,
      );
    }
    this.#lastId += 1;
    const added = { id: this.#lastId, ...read, seen: 0, hits: 0 };
    this.#rules = [...this.#rules, added];
    this.#changed();
    return { ...added };
  }

  /** The rules in force and what they have done, oldest first. */
  list(): FaultRuleInForce[] {
    return this.#rules.map((rule) => ({ ...rule }));
  }

  /**
   * Removes a rule.
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

  /** Removes all rules. */
  clear(): void {
    this.#rules = [];
    this.#changed();
  }

  /**
   * The fault that applies to a call.
   *
   * @param header - Value of `X-Sandbox-Fault`. If it is present, it applies, and the rules do not count the call.
   * @throws {@link SandboxError} `unknown_fault` or `invalid_fault`, of the header.
   */
  chooseForResponse(operation: string, header: string | undefined): Fault | undefined {
    if (header === undefined) return this.#choose(operation, 'response');
    const fault = readFault(header);
    if (faultCatalogue[fault.type].appliesTo === 'response') return fault;
    throw new SandboxError(
      'invalid_fault',
      `The fault ${fault.type} applies to webhooks, so a header cannot ask for it. Add a rule instead.`,
    );
  }

  /**
   * The fault that applies to an event.
   *
   * @param isLast - Whether no other event can overtake it: faults that need one do not count it.
   */
  chooseForWebhook(operation: string, isLast: boolean): Fault | undefined {
    return this.#choose(operation, 'webhook', isLast ? ['out-of-order'] : []);
  }

  #choose(
    operation: string,
    appliesTo: FaultDescription['appliesTo'],
    except: readonly FaultType[] = [],
  ): Fault | undefined {
    const { counted, fault } = apply(this.#rules, operation, appliesTo, except);
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
