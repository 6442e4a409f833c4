import { priceOf } from '../changes/price.ts';
import { present } from '../fields.ts';
import { fromOrder } from '../from-order.ts';
import { purposeToLegacy, useCaseToLegacy } from '../generated/enums.gen.ts';
import type { EmployerSearchMode, Order, TargetEmployerMode } from '../generated/later-types.gen.ts';
import type { Verification, VerificationInput } from '../generated/types.gen.ts';
import { Notes } from '../note.ts';
import { valueOrRaw } from '../values.ts';
import type { Exchange } from './exchange.ts';

/** What is known of an order that was just created. */
export interface JustCreated {
  readonly input: VerificationInput;
  /** The `Date` of the response. */
  readonly date: string | null;
}

/**
 * The verifications of an order, as they are shown. If it has none yet, or was just created and none can be converted, a placeholder has
 * the id of the order: the order exists and is charged, so nothing may look as if it did not.
 */
export function shownOf(order: Order, exchange: Exchange, created?: JustCreated): Verification[] {
  const { options, price } = exchange;
  const { verifications, notes } = fromOrder(order, { ...options.reports, price });
  exchange.note(notes);
  if (verifications.length > 0) return verifications;
  const [first] = order.verification_requests ?? [];
  const mode = order.target_employer ?? order.employer_search;
  if (created) return [standIn(first?.id ?? order.id, createdFacts(created), exchange)];
  return first === undefined && mode ? [standIn(order.id, modeFacts(mode), exchange)] : [];
}

type Facts = Pick<Verification, 'loan_id' | 'target'> & Partial<Verification>;

function createdFacts({ input, date }: JustCreated): Facts {
  const { type, permissible_purpose, use_case, metadata, loan_id, target } = input;
  const at = Date.parse(date ?? '');
  const created = Number.isNaN(at) ? undefined : new Date(at).toISOString();
  return {
    ...present({ created, type, permissible_purpose, use_case, metadata }),
    loan_id: loan_id ?? null,
    target: { first_name: target?.first_name, last_name: target?.last_name },
  };
}

function modeFacts({
  type,
  permissible_purpose,
  use_case,
  metadata,
  loan_id,
  target,
}: TargetEmployerMode | EmployerSearchMode): Facts {
  const purpose = valueOrRaw(permissible_purpose, purposeToLegacy);
  const useCase = valueOrRaw(use_case, useCaseToLegacy);
  const { first_name, last_name, social_security_number } = target;
  return {
    ...present({ type, permissible_purpose: purpose, use_case: useCase, metadata }),
    loan_id,
    target: {
      first_name: first_name ?? '',
      last_name: last_name ?? '',
      ...present({ social_security_number }),
    },
  };
}

/** It is not final, so that nobody stops waiting. When it was created may not be known. */
function standIn(id: string, facts: Facts, { price }: Exchange): Verification {
  const always = { id, state: 'processing', date_of_completion: null, turnaround_time: {} } as const;
  return { ...always, ...facts, ...priceOf(price, id, new Notes()) } as Verification;
}
