import { itemsOf, noteLost, objectOf } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { companiesToLater } from './company.ts';
import { purposeToLater } from './purpose-and-use-case.ts';
import { resellerToLater } from './reseller.ts';
import { personToLater } from './target.ts';
import { metadataToLater } from './unchanged-fields.ts';

// A session becomes an order with one target, beside whose fields stand the type and the purpose. Orders can have more targets: sessions
// are never put together. The token opens the same widget. A session has no id any more.

/** What a login needs and a session may not have had. */
export interface SessionSupplied {
  readonly use_case?: Legacy.UseCase | undefined;
  readonly contact_email?: string | undefined;
  readonly date_of_birth?: string | undefined;
  readonly company_name?: string | undefined;
}

export function sessionToLater(
  input: Legacy.CredentialsSessionInput,
  supplied: SessionSupplied,
  notes: Notes,
): Later.TrueworkDirectTargetInput {
  const inTarget = notes.at('target');
  const person = personToLater(input.target, { needsEmail: true, needsBirth: true, supplied }, inTarget);
  return {
    ...(person as typeof person & { contact_email: string; date_of_birth: string }),
    ...purposeToLater(input, supplied.use_case, notes),
    ...companiesToLater(input.target?.company, supplied.company_name, inTarget.at('company')),
    ...metadataToLater(input.metadata, notes),
    ...resellerToLater(input.reseller_originating_party, notes.at('reseller_originating_party')),
  };
}

/** @returns Undefined if the order is not one with a login. */
export function sessionFromLater(order: Later.Order, notes: Notes): Legacy.CredentialsSession | undefined {
  const targets = itemsOf(order.truework_direct?.targets);
  const { truework_direct_session_token: token, truework_direct_session_link } = objectOf(targets[0]);
  const inTargets = notes.at('truework_direct').at('targets');
  if (typeof token !== 'string') {
    inTargets.add('reject', 'The order has no login, so there is no session.');
    return undefined;
  }
  noteLost({ truework_direct_session_link }, '2019-10-15 has no such field.', inTargets.at(0));
  notes.at('id').add('assumed', 'A session no longer has an id. This is the id of the order.');
  if (targets.length > 1) inTargets.add('lost', 'A session has one person. The first one is used.');
  return { id: order.id, token };
}
