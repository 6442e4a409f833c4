import type { Exchange } from './exchange.ts';
import { responseFindings } from './observe.ts';
import { expectNone } from './remarks.ts';
import { validatorFindings } from './validator-findings.ts';

/** Throws if a response is not as the spec says, or if the validators say something else than the spec. */
export function expectAsSpecified(exchanges: readonly Exchange[]): void {
  expectNone(exchanges.flatMap(responseFindings), 'sandbox');
  expectNone(exchanges.flatMap(validatorFindings), 'validators');
}
