import { kindOf, nearestName, quote, SandboxError } from '../errors/index.ts';
import { type WrongSignature, wrongSignatures } from '../seed/index.ts';
import { type OperationId, specOperations, specWebhooks } from '../spec/index.ts';
import { type Duration, durationMs } from '../time/index.ts';

/** What a fault can be set to. */
export interface FaultSetting {
  readonly description: string;
  /** What is taken where it is not given. Null: it has to be given. Absent: there is nothing then. */
  readonly default?: string | number | null;
  /** What is wrong with a value, and what to write instead. Undefined where nothing is. */
  reject(value: string | number): string | undefined;
}

/** What a fault does. */
export interface FaultDescription {
  readonly description: string;
  /** Whether it strikes answers of the API or webhooks. */
  readonly appliesTo: 'response' | 'webhook';
  readonly settings: Readonly<Record<string, FaultSetting>>;
}

/** All faults by name, and what each one does. */
export const faultCatalogue = {
  latency: {
    appliesTo: 'response',
    description:
      'The answer comes later. The work is done at once: a client that gives up has ordered nevertheless.',
    settings: { duration: duration('1 second', 'How much later, on the clock of the sandbox.') },
  },
  status: {
    appliesTo: 'response',
    description: 'Another status, with an error in the form of the API. Nothing is done.',
    settings: {
      code: integer(400, 599, { default: null, description: 'The status.' }),
      'retry-after': integer(0, 86_400, {
        description: 'Seconds for `Retry-After`. The header is not sent without it.',
      }),
      'retry-after-as': oneOf(['seconds', 'date'], 'seconds', 'Form of `Retry-After`.'),
    },
  },
  redirect: {
    appliesTo: 'response',
    description: 'A 307 to another origin. Nothing is done.',
    settings: {
      location: {
        description: 'Where to: an absolute URL.',
        default: 'https://elsewhere.example/',
        reject: (value: string | number) =>
          /^https?:/.test(String(value)) && URL.canParse(String(value))
            ? undefined
            : 'It has to be an absolute http or https URL.',
      },
    },
  },
  'connection-reset': {
    appliesTo: 'response',
    description: 'The connection breaks. Nothing is done.',
    settings: {},
  },
  'lost-response': {
    appliesTo: 'response',
    description: 'The work is done, and then the connection breaks before the answer.',
    settings: {},
  },
  'body-reset': {
    appliesTo: 'response',
    description: 'The connection breaks in the middle of the body.',
    settings: {},
  },
  'stalled-body': {
    appliesTo: 'response',
    description: 'Half of the body comes, and then nothing until the client gives up.',
    settings: {},
  },
  'truncated-body': {
    appliesTo: 'response',
    description: 'Half of the body, with a Content-Length that fits it: a clean end of JSON that is none.',
    settings: {},
  },
  'empty-body': { appliesTo: 'response', description: 'The status as it was, and no body.', settings: {} },
  html: {
    appliesTo: 'response',
    description: 'The status as it was, and a page of HTML, as a proxy would put in its place.',
    settings: {},
  },
  'wrong-version': {
    appliesTo: 'response',
    description: 'The header `version` names another version, 2023-10-30.',
    settings: {},
  },
  'wrong-signature': {
    appliesTo: 'response',
    description: 'A signature that does not hold. Passes by what is not signed.',
    settings: { how: oneOf(wrongSignatures, 'altered', 'What is wrong with it.') },
  },
  duplicate: { appliesTo: 'webhook', description: 'The event is sent twice.', settings: {} },
  'out-of-order': {
    appliesTo: 'webhook',
    description: 'An event of a state that is not final comes late, so that the next one overtakes it.',
    settings: { duration: duration('10 seconds', 'How late, on the clock of the sandbox.') },
  },
} as const satisfies Record<string, FaultDescription>;

/** Name of a fault. */
export type FaultType = keyof typeof faultCatalogue;

/** A fault as it is read. */
export type Fault =
  | { type: 'latency' | 'out-of-order'; duration: Duration }
  | { type: 'status'; code: number; 'retry-after'?: number; 'retry-after-as': 'seconds' | 'date' }
  | { type: 'redirect'; location: string }
  | { type: 'wrong-signature'; how: WrongSignature }
  | {
      type: Exclude<FaultType, 'latency' | 'out-of-order' | 'status' | 'redirect' | 'wrong-signature'>;
    };

/**
 * A fault as it is written, in the library, the admin API and the header `X-Sandbox-Fault` alike: its name, and behind
 * semicolons what it is set to, as in `lost-response` or `status; code=503; retry-after=2`.
 */
export type WrittenFault = FaultType | `${FaultType};${string}`;

/** What a rule can concern: an operation of the API or a webhook, by the spec's operationId, or all that the fault can strike. */
export type FaultOperation =
  | OperationId
  | 'verificationRequestStateChange'
  | 'credentialsSessionStateChange'
  | '*';

/** What goes wrong, and when. */
export interface FaultRule {
  operation: FaultOperation;
  /**
   * How many calls or events pass before the first one is struck.
   * @defaultValue 0
   */
  after?: number;
  /**
   * How many are struck. Null: all, until the rule is removed.
   * @defaultValue null
   */
  times?: number | null;
  fault: WrittenFault;
}

/** A rule in force, and what it did. */
export interface FaultRuleInForce extends Required<FaultRule> {
  /** Counted from 1 for each tenant. */
  id: number;
  /** How many calls or events it concerned, those that an older rule struck included. */
  seen: number;
  /** How many of them it struck. */
  hits: number;
}

/** What a fault can strike, by operationId: operations of the API, or webhooks. */
export const faultOperations: Readonly<Record<FaultDescription['appliesTo'], readonly string[]>> = {
  response: specOperations.map(({ id }) => id),
  webhook: Object.values(specWebhooks).map(({ id }) => id),
};

const ruleNames = ['operation', 'after', 'times', 'fault'] as const;

/**
 * Checks a rule that somebody wrote.
 *
 * @returns It, with its defaults.
 * @throws {@link SandboxError} `unknown_operation`, `unknown_fault` or `invalid_fault`, with what is known instead.
 */
export function readFaultRule(written: unknown): Required<FaultRule> {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    throw invalid('A rule has to be an object, such as {"operation": "*", "fault": "lost-response"}.');
  }
  const { operation, after = 0, times = null, fault, ...others } = written as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw invalid(
      `A rule has no ${quote(unknown)}.${didYouMean(unknown, ruleNames)} It has: ${ruleNames.join(', ')}.`,
    );
  }
  const { type } = readFault(fault);
  const known = faultOperations[faultCatalogue[type].appliesTo];
  if (operation !== '*' && !known.includes(operation as string)) {
    throw new SandboxError(
      'unknown_operation',
      `The fault ${type} cannot strike ${quote(operation)}. It can strike ${known.join(', ')}, or * for all of them.`,
    );
  }
  for (const [name, count] of Object.entries({ after, times: times ?? 0 })) {
    if (!Number.isSafeInteger(count) || (count as number) < 0) {
      throw invalid(`\`${name}\` has to be an integer of 0 or more.`);
    }
  }
  return { operation, after, times, fault } as Required<FaultRule>;
}

/**
 * Reads a {@link WrittenFault}.
 *
 * @throws {@link SandboxError} `unknown_fault` or `invalid_fault`, with what is known instead.
 */
export function readFault(written: unknown): Fault {
  if (typeof written !== 'string') {
    throw new SandboxError(
      'unknown_fault',
      `A fault has to be a string, not ${kindOf(written)}. There are: ${Object.keys(faultCatalogue).join(', ')}.`,
    );
  }
  const [type = '', ...parts] = written.split(';').map((part) => part.trim());
  if (!Object.hasOwn(faultCatalogue, type)) {
    throw new SandboxError(
      'unknown_fault',
      `There is no fault ${quote(type)}.${didYouMean(type, Object.keys(faultCatalogue))} There are: ${Object.keys(faultCatalogue).join(', ')}.`,
    );
  }
  const { settings }: FaultDescription = faultCatalogue[type as FaultType];
  const given = new Map(parts.map((part) => readSetting(part, type, Object.keys(settings))));
  const fault: Record<string, unknown> = { type };
  for (const [name, setting] of Object.entries(settings)) {
    const value = given.get(name) ?? setting.default;
    if (value === undefined) continue;
    const rejection = value === null ? 'It has to be given.' : setting.reject(value);
    if (rejection !== undefined) throw invalid(`\`${name}\` of the fault ${type}: ${rejection}`);
    fault[name] = value;
  }
  return fault as Fault;
}

function readSetting(part: string, type: string, known: readonly string[]): [string, string | number] {
  const [, name, value = ''] = /^([a-z-]+)=(.*)$/.exec(part) ?? [];
  if (name === undefined || !known.includes(name)) {
    throw invalid(
      `The fault ${type} cannot be set to ${quote(part)}. ${
        known.length === 0
          ? 'It has no settings.'
          : `Its settings are: ${known.join(', ')}. Write ${known[0]}=…`
      }`,
    );
  }
  return [name, /^\d+$/.test(value) ? Number(value) : value];
}

/**
 * Counts a call or an event in every rule that concerns it. The oldest one that is due strikes.
 *
 * @param except - Faults that cannot strike this one.
 * @returns Those rules, as they are afterwards, and the fault; undefined where none is due.
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
        return durationMs(value) <= durationMs('30 days') ? undefined : 'It has to be 30 days at most.';
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
        : `It has to be an integer from ${from} to ${to}.`,
  };
}

function oneOf(values: readonly string[], preset: string, description: string) {
  return {
    description,
    default: preset,
    reject: (value: string | number) =>
      values.includes(String(value)) ? undefined : `It has to be one of: ${values.join(', ')}.`,
  };
}
