import type { CancellationInput, VerificationInput, VerificationState } from '../generated/types.gen.ts';
import type { Step, TestPerson } from '../people/index.ts';
import type { Rendered } from './rendered.ts';

/** What is stored of a verification. */
export interface StoredVerification {
  /** Counted from 1 for each tenant, without gaps. */
  readonly sequence: number;
  /** Its `id` in the API. */
  readonly id: string;
  /** Grows with every change. */
  readonly revision: number;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
  /** Its current state. */
  readonly state: VerificationState;
  /** The body of the create, without the content of its documents. */
  readonly input: VerificationInput;
  /** Whether the create waited for the outcome. */
  readonly synchronous: boolean;
  /** Which of the person's employments it reports, counted from 0. Null: all of them. */
  readonly employment: number | null;
  /** Token of the credentials session that it came from. Null if it came from none. */
  readonly sessionToken: string | null;
  /** The body of the cancellation. Null unless the verifier canceled. */
  readonly cancellation: CancellationInput | null;
  /** The states that it entered, including the first one, and when. */
  readonly history: readonly StateAt[];
}

/** A state and when it was entered. */
export interface StateAt {
  /** The state. */
  readonly state: VerificationState;
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number;
}

/** A verification in memory, where it changes. */
export type VerificationRecord = {
  -readonly [Field in keyof StoredVerification]: StoredVerification[Field];
} & {
  /** The test person, as given when the verification was created. Null for a listed number and a made-up person. */
  readonly person: TestPerson | null;
  /** `input` as it is to be stored. Undefined once the store has a row of it. */
  inputText: string | undefined;
  /** The responses that show it as it is. */
  rendered: { plain?: Rendered<never>; withAnalytics?: Rendered<never> };
};

/** What a verification is created from. */
export type NewVerification = Pick<
  VerificationRecord,
  'input' | 'synchronous' | 'person' | 'employment' | 'sessionToken'
> & {
  /** The states that it enters by itself. A synchronous one is in the last of them at once. */
  steps: readonly Step[];
};

/** When it was completed. Null if it is not. */
export function completedMs({ state, history }: VerificationRecord): number | null {
  return state === 'completed' ? (history.at(-1) as StateAt).atMs : null;
}
