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

/** What a snapshot has of fault rules. */
export interface SavedFaults {
  lastId: number;
  rules: FaultRuleInForce[];
}

/** How many rules a tenant has at most. */
export const ruleLimit = 1000;

/** The fault rules of a tenant. They are forgotten at a reset and at the end of the process, and kept in a snapshot. */
export class TenantFaults {
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
  chooseForResponse(operation: string, header: string | undefined): Fault | undefined {
    if (header === undefined) return this.#choose(operation, 'response');
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
  chooseForWebhook(operation: string, isLast: boolean): Fault | undefined {
    return this.#choose(operation, 'webhook', isLast ? ['out-of-order'] : []);
  }

  #choose(
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
