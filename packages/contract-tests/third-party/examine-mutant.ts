import { type Mutant, mutatedSource } from '../mutation/mutant.ts';
import { unexcused } from './excused-findings.ts';
import { startSandbox } from './sandbox-process.ts';
import { CannotValidateError, type ThirdPartyValidator } from './validator.ts';

/** What a validator made of a sandbox with a mutant in it. */
export interface TestedMutant {
  /** Whether it noticed: it found something that is not excused, or its run failed. */
  readonly caught: boolean;
  /** The first thing that it says. Absent if it noticed nothing. */
  readonly says?: string;
  readonly milliseconds: number;
}

/** A validator that takes longer than this hangs on the mutant. */
const patienceMs = 60_000;

/**
 * Has validators look at a sandbox with a mutant in it, one after the other, under keys of their own. Several
 * mutants can be examined side by side. The sandbox does not validate its own responses: with that check on,
 * most mutants would be the same 500 to every validator.
 *
 * @returns What each validator made of it, by the validator's name.
 * @throws Error if the mutant does not apply, the sandbox does not start with it, or a validator cannot run
 * on this machine.
 */
export async function examineMutant(
  mutant: Mutant,
  which: readonly ThirdPartyValidator[],
): Promise<Record<string, TestedMutant>> {
  mutatedSource(mutant);
  const sandbox = await startSandbox({ mutant, validatesResponses: false });
  try {
    const outcomes: Record<string, TestedMutant> = {};
    for (const validator of which) outcomes[validator.name] = await examine(validator, sandbox.url);
    return outcomes;
  } finally {
    await sandbox.close();
  }
}

async function examine(validator: ThirdPartyValidator, url: string): Promise<TestedMutant> {
  const begun = performance.now();
  const outcome = (says: string | undefined): TestedMutant => ({
    caught: says !== undefined,
    ...(says === undefined ? {} : { says }),
    milliseconds: performance.now() - begun,
  });
  const patience = Promise.withResolvers<never>();
  const timer = setTimeout(() => patience.reject(new Error('The validator did not end.')), patienceMs);
  try {
    const { findings } = await Promise.race([validator.validate(url), patience.promise]);
    const [first] = unexcused(findings);
    return outcome(first && `${first.operation ?? ''} ${first.where}: ${first.says}`.trim());
  } catch (error) {
    if (error instanceof CannotValidateError) throw error;
    return outcome(`Its run failed: ${(error as Error).message}`);
  } finally {
    clearTimeout(timer);
  }
}
