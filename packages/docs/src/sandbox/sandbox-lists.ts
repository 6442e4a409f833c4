import {
  attemptSchedule,
  type FaultDescription,
  faultCatalogue,
  faultOperations,
  testNumbers,
  testValues,
} from '@truework-legacy/sandbox';

// What the sandbox exports for its users, in rows of tables. It has no words of its own about a value.

/** A number of Truework's, and the state in which a verification created with it ends. */
export interface TestNumberRow {
  value: string;
  /** The state in which the verification ends. Undefined if none is created. */
  end: string | undefined;
  employments: {
    title: string;
    employer: string;
    status: string;
    since: string;
    until: string | undefined;
  }[];
}

export const testNumberRows: readonly TestNumberRow[] = Object.entries(testNumbers).map(
  ([value, number]) => ({
    value,
    end: number.outcome === 'credentials-session' ? undefined : number.outcome,
    employments:
      number.outcome === 'completed'
        ? number.employments.map(({ title, employer, status, hiredDate, terminationDate, onLeaveDate }) => ({
            title,
            employer,
            status,
            since: hiredDate,
            until: terminationDate ?? onLeaveDate,
          }))
        : [],
  }),
);

/** An input of this sandbox's own. */
export interface TestValueRow {
  value: string;
  effect: string;
}

const ours = testValues.filter(({ knownTo }) => knownTo === 'this sandbox');

/** Social security numbers that lead to what Truework's do not. */
export const testValueRows: readonly TestValueRow[] = ours.filter(
  ({ where }) => where === 'social_security_number',
);

/** Beginnings of keys. */
export const testKeyRows: readonly TestValueRow[] = ours.filter(({ where }) => where === 'key');

/** A fault, as it is written down. */
export interface FaultRow {
  name: string;
  description: string;
  settings: { name: string; description: string; default: string | undefined; isRequired: boolean }[];
}

/** The faults that apply to responses, or to webhooks. */
export function faultRows(appliesTo: FaultDescription['appliesTo']): FaultRow[] {
  return Object.entries<FaultDescription>(faultCatalogue)
    .filter(([, fault]) => fault.appliesTo === appliesTo)
    .map(([name, { description, settings }]) => ({
      name,
      description,
      settings: Object.entries(settings).map(([setting, { description, default: preset }]) => ({
        name: setting,
        description,
        default: preset === undefined || preset === null ? undefined : String(preset),
        isRequired: preset === null,
      })),
    }));
}

/** What a rule can name, by what its fault applies to. */
export const operationNames = faultOperations;

/** How long after the first attempt each further one follows, as durations. */
export const retriesAfter: readonly string[] = attemptSchedule.slice(1).map(String);
