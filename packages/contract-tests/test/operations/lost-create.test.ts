import {
  AmbiguousOutcomeError,
  createTruework,
  UndecidedError,
  type VerificationInput,
  type VerificationPage,
} from '@truework-legacy/client';
import { createSandbox, type Sandbox } from '@truework-legacy/sandbox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { thrownBy } from '../../src/thrown-by.ts';
import { inputWithoutCompany } from '../../src/verification-inputs.ts';

const token = 'tw_sk_test_example';

describe('a create whose response got lost, if the list leaves out metadata', () => {
  let sandbox: Sandbox;

  beforeEach(() => {
    sandbox = createSandbox();
  });
  afterEach(() => sandbox.close());

  /** The sandbox, with the responses of 2022: what was sent as metadata is not shown. */
  const withoutMetadata: typeof fetch = async (input, init) => {
    const response = await sandbox.fetch(input, init);
    if (init?.method !== 'GET') return response;
    const page = (await response.json()) as VerificationPage;
    const results = page.results.map(({ metadata: _, ...verification }) => verification);
    return Response.json({ ...page, results }, { headers: response.headers });
  };

  async function lose(
    input: VerificationInput,
    fault: 'lost-response' | 'connection-reset',
  ): Promise<AmbiguousOutcomeError> {
    sandbox.tenant(token).faults.add({ operation: 'createVerification', times: 1, fault });
    const truework = createTruework({ token, environment: 'local', fetch: withoutMetadata });
    return await thrownBy(truework.verifications.create(input), AmbiguousOutcomeError);
  }

  test('is undecided, and not "none", if only metadata marks it', async () => {
    const error = await lose({ ...inputWithoutCompany, metadata: { file: '7' } }, 'lost-response');
    expect(sandbox.tenant(token).verifications.count()).toBe(1);
    await thrownBy(error.reconcile({ settleMs: 0 }), UndecidedError);
  });

  test('is found if a loan_id marks it', async () => {
    const error = await lose(
      { ...inputWithoutCompany, loan_id: 'L-7', metadata: { file: '7' } },
      'lost-response',
    );
    expect(await error.reconcile({ settleMs: 0 })).toHaveProperty('loan_id', 'L-7');
  });

  test('finds nothing if nothing was created', async () => {
    const error = await lose({ ...inputWithoutCompany, metadata: { file: '7' } }, 'connection-reset');
    expect(sandbox.tenant(token).verifications.count()).toBe(0);
    expect(await error.reconcile({ settleMs: 0 })).toBeUndefined();
  });
});
