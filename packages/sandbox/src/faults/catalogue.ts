import { isRecord, kindOf, nearestName, quote, SandboxError } from '../errors/index.ts';
import { type WrongSignature, wrongSignatures } from '../seed/index.ts';
import { type OperationId, specOperations, specWebhooks } from '../spec/index.ts';
import { type Duration, durationMs } from '../time/index.ts';

/** A setting of a fault. */
export interface FaultSetting {
  /** What it sets, for people. */
  readonly description: string;
  /** The default. Null: the setting is required. Absent: the setting is left out. */
  readonly default?: string | number | null;
  /** What is wrong with a value, and what to write instead. Returns undefined if it is valid. */
  reject(value: string | number): string | undefined;
}

/** What a fault does. */
export interface FaultDescription {
  /** What it does, for people. */
  readonly description: string;
  /** Whether it applies to responses of the API or to webhooks. */
  readonly appliesTo: 'response' | 'webhook';
  /** Its settings by name. Empty if it has none. */
  readonly settings: Readonly<Record<string, FaultSetting>>;
}

/** All faults by name, and what each one does. */
export const faultCatalogue = {
  latency: {
    appliesTo: 'response',
    description:
      'The response is late, but the operation takes effect at once: a client that gives up has created the verification all the same.',
    settings: { duration: duration('1 second', 'How late, on the clock of the sandbox.') },
  },
  status: {
    appliesTo: 'response',
    description: 'An error response with another status, as the API sends it. The operation has no effect.',
    settings: {
      code: integer(400, 599, { default: null, description: 'The status.' }),
      'retry-after': integer(0, 86_400, {
        description: 'Seconds for `Retry-After`. Without it, the header is not sent.',
      }),
      'retry-after-as': oneOf(['seconds', 'date'], 'seconds', 'Form of `Retry-After`.'),
    },
  },
  redirect: {
    appliesTo: 'response',
    description: 'A 307 to another origin. The operation has no effect.',
    settings: {
      location: {
        description: 'Where to redirect: an absolute URL.',
        default: 'https://elsewhere.example/',
        reject: (value: string | number) =>
          /^https?:/.test(String(value)) && URL.canParse(String(value))
            ? undefined
            : 'It must be an absolute http or https URL.',
      },
    },
  },
  'connection-reset': {
    appliesTo: 'response',
    description: 'The connection is reset. The operation has no effect.',
    settings: {},
  },
  'lost-response': {
    appliesTo: 'response',
    description: 'The operation takes effect, and then the connection is reset before the response.',
    settings: {},
  },
  'body-reset': {
    appliesTo: 'response',
    description: 'The connection is reset in the middle of the body.',
    settings: {},
  },
  'stalled-body': {
    appliesTo: 'response',
    description: 'Half of the body is sent, and then nothing until the client gives up.',
    settings: {},
  },
  'truncated-body': {
    appliesTo: 'response',
    description: 'Half of the body, with a matching Content-Length: incomplete JSON.',
    settings: {},
  },
  'empty-body': { appliesTo: 'response', description: 'The usual status, and no body.', settings: {} },
  html: {
    appliesTo: 'response',
    description: 'The usual status, and an HTML page, as a proxy would send it.',
    settings: {},
  },
  'wrong-version': {
    appliesTo: 'response',
    description: 'The header `version` names another version, 2023-10-30.',
    settings: {},
  },
  'wrong-signature': {
    appliesTo: 'response',
    description: 'An invalid signature. Unsigned responses are unaffected.',
    settings: { how: oneOf(wrongSignatures, 'altered', 'What is wrong with it.') },
  },
  duplicate: { appliesTo: 'webhook', description: 'The event is sent twice.', settings: {} },
  'out-of-order': {
    appliesTo: 'webhook',
    description: 'An event of a state that is not final is sent late, so that the next one overtakes it.',
    settings: { duration: duration('10 seconds', 'How late, on the clock of the sandbox.') },
  },
} as const satisfies Record<string, FaultDescription>;

/** Name of a fault. */
export type FaultType = keyof typeof faultCatalogue;

/** A fault and its settings. */
export type Fault =
  | { type: 'latency' | 'out-of-order'; duration: Duration }
  | { type: 'status'; code: number; 'retry-after'?: number; 'retry-after-as': 'seconds' | 'date' }
  | { type: 'redirect'; location: string }
  | { type: 'wrong-signature'; how: WrongSignature }
  | {
      type: Exclude<FaultType, 'latency' | 'out-of-order' | 'status' | 'redirect' | 'wrong-signature'>;
    };

/**
 * A fault as text, in the library, the admin API and the header `X-Sandbox-Fault` alike: its name, and after
 * semicolons its settings, as in `lost-response` or `status; code=503; retry-after=2`.
 */
export type WrittenFault = FaultType | `${FaultType};${string}`;

/** What a rule applies to: an operation of the API or a webhook, by the spec's operationId, or all that the fault can apply to. */
export type FaultOperation =
  | OperationId
  | 'verificationRequestStateChange'
  | 'credentialsSessionStateChange'
  | '*';

/** A fault, and when to apply it. */
export interface FaultRule {
  /** The operation or webhook that it applies to, by its operationId. `*`: all of them. */
  operation: FaultOperation;
  /**
   * How many calls or events pass before the fault is applied.
   * @defaultValue 0
   */
  after?: number;
  /**
   * How many times the fault is applied. Null: every time, until the rule is removed.
   * @defaultValue null
   */
  times?: number | null;
  /** The fault and its settings as text, such as `status; code=503`. */
  fault: WrittenFault;
}

/** A rule in force, and what it has done. */
export interface FaultRuleInForce extends Required<FaultRule> {
  /** Counted from 1 for each tenant. */
  id: number;
  /** How many calls or events it matched, including those that an older rule applied to. */
  seen: number;
  /** How many of them the fault was applied to. */
  hits: number;
}

/** What a fault can apply to, by operationId: operations of the API, or webhooks. */
export const faultOperations: Readonly<Record<FaultDescription['appliesTo'], readonly string[]>> = {
  response: specOperations.map(({ id }) => id),
  webhook: Object.values(specWebhooks).map(({ id }) => id),
};

const ruleNames = ['operation', 'after', 'times', 'fault'] as const;

/**
 * Checks a rule.
 *
 * @returns It, with its defaults.
 * @throws {@link SandboxError} `unknown_operation`, `unknown_fault` or `invalid_fault`, with the valid ones.
 */
export function readFaultRule(written: unknown): Required<FaultRule> {
  if (!isRecord(written)) {
    throw invalid('A rule must be an object, such as {"operation": "*", "fault": "lost-response"}.');
  }
  const { operation, after = 0, times = null, fault, ...others } = written;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw invalid(
      `Unknown field ${quote(unknown)} of a rule.${didYouMean(unknown, ruleNames)} Its fields are: ${ruleNames.join(', ')}.`,
    );
  }
  const { type } = readFault(fault);
  const known = faultOperations[faultCatalogue[type].appliesTo];
  if (operation !== '*' && !known.includes(operation as string)) {
    throw new SandboxError(
      'unknown_operation',
      `The fault ${type} cannot apply to ${quote(operation)}. It can apply to ${known.join(', ')}, or * for all of them.`,
    );
  }
  for (const [name, count] of Object.entries({ after, times: times ?? 0 })) {
    if (!Number.isSafeInteger(count) || (count as number) < 0) {
      throw invalid(`\`${name}\` must be an integer of 0 or more.`);
    }
  }
  return { operation, after, times, fault } as Required<FaultRule>;
}

/**
 * Reads a {@link WrittenFault}.
 *
 * @throws {@link SandboxError} `unknown_fault` or `invalid_fault`, with the valid ones.
 */
export function readFault(written: unknown): Fault {
  if (typeof written !== 'string') {
    throw new SandboxError(
      'unknown_fault',
      `A fault must be a string, not ${kindOf(written)}. Use one of: ${Object.keys(faultCatalogue).join(', ')}.`,
    );
  }
  const [type, ...parts] = written.split(';').map((part) => part.trim()) as [string, ...string[]];
  if (!Object.hasOwn(faultCatalogue, type)) {
    throw new SandboxError(
      'unknown_fault',
      `Unknown fault ${quote(type)}.${didYouMean(type, Object.keys(faultCatalogue))} Use one of: ${Object.keys(faultCatalogue).join(', ')}.`,
    );
  }
  const { settings }: FaultDescription = faultCatalogue[type as FaultType];
  const given = new Map(parts.map((part) => readSetting(part, type, Object.keys(settings))));
  const fault: Record<string, unknown> = { type };
  for (const [name, setting] of Object.entries(settings)) {
    const value = given.get(name) ?? setting.default;
    if (value === undefined) continue;
    const rejection = value === null ? 'It is required.' : setting.reject(value);
    if (rejection !== undefined) throw invalid(`\`${name}\` of the fault ${type}: ${rejection}`);
    fault[name] = value;
  }
  return fault as Fault;
}

function readSetting(part: string, type: string, known: readonly string[]): [string, string | number] {
  const [name, value] = part.split(/=(.*)/s) as [string, string?];
  if (value === undefined || !known.includes(name)) {
    throw invalid(
      `Unknown setting ${quote(part)} of the fault ${type}. ${
        known.length === 0
          ? 'It has no settings.'
          : `Its settings are: ${known.join(', ')}. Write ${known[0]}=…`
      }`,
    );
  }
  return [name, /^\d+$/.test(value) ? Number(value) : value];
}

/**
 * Counts a call or an event in every rule that matches it. The oldest rule that is due applies its fault.
 *
 * @param except - Faults that cannot apply to it.
 * @returns Those rules, as they are afterwards, and the fault; undefined if no rule is due.
 */
export function apply(
  rules: readonly FaultRuleInForce[],
  operation: string,
  appliesTo: FaultDescription['appliesTo'],
  except: readonly FaultType[] = [],
): { counted: FaultRuleInForce[]; fault: Fault | undefined } {
  let fault: Fault | undefined;
  const counted = rules
    .map((rule) => ({ rule, read: readFault(rule.fault) }))
    .filter(
      ({ rule, read }) =>
        (rule.operation === '*' || rule.operation === operation) &&
        faultCatalogue[read.type].appliesTo === appliesTo &&
        !except.includes(read.type),
    )
    .map(({ rule, read }) => {
      const due = rule.seen >= rule.after && (rule.times === null || rule.hits < rule.times);
      const faulty = due && fault === undefined;
      if (faulty) fault = read;
      return { ...rule, seen: rule.seen + 1, hits: rule.hits + (faulty ? 1 : 0) };
    });
  return { counted, fault };
}

function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}

function invalid(message: string): SandboxError {
  return new SandboxError('invalid_fault', message);
}

function duration(preset: Duration, description: string) {
  return {
    description,
    default: preset,
    reject(value: string | number) {
      try {
        return durationMs(value) <= durationMs('30 days') ? undefined : 'It must be at most 30 days.';
      } catch (error) {
        return (error as Error).message;
      }
    },
  };
}

function integer(from: number, to: number, described: { description: string; default?: null }) {
  return {
    ...described,
    reject: (value: string | number) =>
      typeof value === 'number' && value >= from && value <= to
        ? undefined
        : `It must be an integer from ${from} to ${to}.`,
  };
}

function oneOf(values: readonly string[], preset: string, description: string) {
  return {
    description,
    default: preset,
    reject: (value: string | number) =>
      values.includes(String(value)) ? undefined : `It must be one of: ${values.join(', ')}.`,
  };
}
