import { documentsToLater } from './changes/authorization-forms.ts';
import { employerToLater } from './changes/company.ts';
import { createPathOf } from './changes/create-endpoint.ts';
import { purposeToLater } from './changes/purpose-and-use-case.ts';
import { employerSearchConfig, targetEmployerConfig } from './changes/request-config.ts';
import { resellerToLater } from './changes/reseller.ts';
import { searchKeyToLater } from './changes/search-key.ts';
import { personToLater } from './changes/target.ts';
import { unchangedToLater } from './changes/unchanged-fields.ts';
import { noteUnknownFields, objectOf } from './fields.ts';
import type { EmployerSearchOrderInput, TargetEmployerOrderInput } from './generated/later-types.gen.ts';
import type { CompanyInput, VerificationInput } from './generated/types.gen.ts';
import { Notes } from './note.ts';
import { type ConvertedRequest, type OrderRequest, type Supplied, unlessStopped } from './request.ts';

/** The request that a create becomes: an order with one employer, or a search for employers. */
export type CreateOrderRequest =
  | OrderRequest<'/orders/target-employer', TargetEmployerOrderInput>
  | OrderRequest<'/orders/employer-search', EmployerSearchOrderInput>;

/** How a create is converted. */
export interface ToOrderOptions {
  /** The `Request-Sync` that the create was sent with. Default: `async`. */
  readonly requestSync?: 'sync' | 'async' | undefined;
  /** What 2023-10-30 requires and the input does not have. */
  readonly supplied?: Supplied | undefined;
}

const known = [
  ...['type', 'permissible_purpose', 'use_case', 'target', 'documents', 'additional_information', 'loan_id'],
  ...['metadata', 'request_parameters', 'reseller_originating_party'],
];

/**
 * Converts a create of 2019-10-15 to 2023-10-30: with a company to an order with that employer, without one to a search for employers.
 *
 * @param create - Its body.
 * @returns The request, unless a note stops it, and a note on everything that is not the same in both versions.
 *
 * @example
 * ```ts
 * const { request, notes } = toOrder(input, { supplied: { use_case: 'mortgage', search_key: 'order-20011' } });
 * ```
 */
export function toOrder(
  create: VerificationInput,
  { requestSync, supplied = {} }: ToOrderOptions = {},
): ConvertedRequest<CreateOrderRequest> {
  const notes = new Notes();
  const input = objectOf(create);
  noteUnknownFields(input, known, notes);
  const path = createPathOf(input, requestSync, notes);
  const inTarget = notes.at('target');
  const needsBirth = path === '/orders/employer-search';
  const person = personToLater(input.target, { needsEmail: false, needsBirth, supplied }, inTarget);
  const common = {
    ...purposeToLater(input, supplied.use_case, notes),
    ...documentsToLater(input.documents, notes.at('documents')),
    ...unchangedToLater(input, notes),
    ...resellerToLater(input.reseller_originating_party, notes.at('reseller_originating_party')),
    ...searchKeyToLater(supplied.search_key, input.target, notes),
  };
  const parameters = notes.at('request_parameters');
  if (path === '/orders/employer-search') {
    const target = person as EmployerSearchOrderInput['target'];
    const body = { ...common, target, ...employerSearchConfig(input.request_parameters, parameters) };
    return unlessStopped({ method: 'POST', path, body }, notes);
  }
  const given = input.target.company as CompanyInput;
  const company = employerToLater(given, supplied.company_name, inTarget.at('company'));
  const config = targetEmployerConfig(input.request_parameters, parameters);
  const body = { ...common, target: { ...person, company }, ...config };
  return unlessStopped({ method: 'POST', path, body }, notes);
}
