import {
  CallError,
  type CredentialsSession,
  type Truework,
  type Verification,
} from '@truework-legacy/client';
import { fullInput, fullSession, inputFor, inputWithoutCompany } from '../verification-inputs.ts';

/** What a scenario makes its calls with. */
export interface Stage {
  readonly truework: Truework;
  /** Resolves once every verification created so far has had the time to complete. */
  settle(): Promise<void>;
  /** Takes note of what a call gave: its data, or the status of its error. */
  keep<Data>(call: Promise<Data>): Promise<Data>;
}

/** Calls that belong together, by the name of their cassette. Each has to be one that may be made at Truework. */
export const scenarios: Readonly<Record<string, (stage: Stage) => Promise<unknown>>> = {
  async 'completed-verification'({ truework, settle, keep }) {
    const { id } = await keep(truework.verifications.create(inputWithoutCompany));
    await settle();
    const verification: Verification = await keep(truework.verifications.get(id));
    await keep(truework.verifications.get(id, { fields: ['id', 'state'] }));
    const report = verification.reports?.[0]?.id ?? '';
    await keep(truework.reports.get(id, report, { income_analytics: true }));
    const { id: again } = await keep(truework.verifications.reverify(id, { report_id: report }));
    await keep(truework.verifications.get(again, { fields: ['id', 'price'] }));
    await rejected(keep(truework.verifications.cancel(id, { cancellation_reason: 'other' })));
  },
  async 'synchronous-verification'({ truework, keep }) {
    await keep(truework.verifications.create(inputFor('000-00-0007'), { requestSync: 'sync' }));
  },
  async 'verification-cancelled-by-the-verifier'({ truework, keep }) {
    // A person whose verification waits, so that it can still be cancelled.
    const target = { ...fullInput.target, social_security_number: '000-03-0000' };
    const { id } = await keep(truework.verifications.create({ ...fullInput, target }));
    const details = 'The application was withdrawn.';
    await keep(
      truework.verifications.cancel(id, { cancellation_reason: 'other', cancellation_details: details }),
    );
    await keep(truework.verifications.get(id));
  },
  async 'verifications-without-a-report'({ truework, settle, keep }) {
    const canceled = await keep(truework.verifications.create(inputFor('000-01-0000')));
    const waiting = await keep(truework.verifications.create(inputFor('000-03-0000')));
    await settle();
    await keep(truework.verifications.get(canceled.id));
    await keep(truework.verifications.get(waiting.id));
    await keep(truework.verifications.list({ limit: 1 }));
    await keep(truework.verifications.list({ limit: 1, offset: 1, state: 'canceled' }));
  },
  async 'credentials-session'({ truework, keep }): Promise<CredentialsSession> {
    return await keep(truework.credentials.createSession(fullSession));
  },
  async 'company-search'({ truework, keep }) {
    await keep(truework.companies.search({ q: 'widgets', limit: 2 }));
  },
  async rejections({ truework, keep }) {
    await rejected(keep(truework.verifications.get('AAAAAAAATiIAB')));
    const { target: _, ...incomplete } = inputWithoutCompany;
    await rejected(keep(truework.verifications.create(incomplete as typeof inputWithoutCompany)));
  },
};

/** Waits for a call that is rejected. */
async function rejected(call: Promise<unknown>): Promise<void> {
  await call.then(
    () => Promise.reject(new Error('A call succeeded that was expected to be rejected.')),
    (error: unknown) => (error instanceof CallError ? undefined : Promise.reject(error)),
  );
}

/** What a call gave: its data, or the status of its error. */
export type Outcome = { readonly data: unknown } | { readonly status: number | undefined };

/** Plays a scenario. @returns The results of its calls, in order. */
export async function play(
  scenario: (stage: Stage) => Promise<unknown>,
  truework: Truework,
  settle: () => Promise<void>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await scenario({
    truework,
    settle,
    async keep(call) {
      try {
        const data = await call;
        outcomes.push({ data });
        return data;
      } catch (error) {
        outcomes.push({ status: error instanceof CallError ? error.status : undefined });
        throw error;
      }
    },
  });
  return outcomes;
}
