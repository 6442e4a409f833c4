import { isObject, noteUnknownFields } from '../fields.ts';
import { employerFilterToLater, employerFilterToLegacy } from '../generated/enums.gen.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';
import { byTable } from '../values.ts';

// 2019-10-15 switches each way of verifying on or off, whatever is created. 2023-10-30 has a list of those that are on, for an order with
// one employer; a search is instant only, and takes a filter of employers instead, in other words.

const methods = { instant: 'instant', credentials: 'credentials', smart_outreach: 'smart-outreach' } as const;
type Method = keyof typeof methods;
const names = Object.keys(methods) as Method[];
const known = ['employer_filter', 'automated_underwriting_system_eligibility', 'verification_methods'];

/** What both kinds of order lose. @returns The parameters, empty if there are none. */
function commonOf(
  parameters: Legacy.RequestParameters | null | undefined,
  notes: Notes,
): Legacy.RequestParameters {
  if (!isObject(parameters)) {
    if (parameters !== undefined && parameters !== null) notes.add('reject', 'Not an object.');
    return {};
  }
  const inMethods = notes.at('verification_methods');
  noteUnknownFields(parameters, known, notes);
  const { verification_methods } = parameters as Legacy.RequestParameters;
  noteUnknownFields(verification_methods, names, inMethods);
  if (!isObject(verification_methods ?? {})) inMethods.add('reject', 'Not an object.');
  for (const method of names) {
    const value: unknown = verification_methods?.[method];
    noteUnknownFields(value, ['enabled'], inMethods.at(method));
    const isSwitch = isObject(value) && typeof (value['enabled'] ?? true) === 'boolean';
    if (!isSwitch && (value ?? undefined) !== undefined)
      inMethods.at(method).add('reject', 'Not an object with `enabled`, true or false.');
  }
  const eligibility = parameters.automated_underwriting_system_eligibility;
  if (eligibility !== undefined && eligibility !== null) {
    const isHarmless = eligibility === 'not-required';
    const loudly = 'It can no longer be requested. Check `eligibilities` of the report.';
    const quietly = 'It is no longer requested. See `eligibilities` of the report.';
    notes.at('automated_underwriting_system_eligibility').add('lost', isHarmless ? quietly : loudly);
  }
  return parameters;
}

function isEnabled(parameters: Legacy.RequestParameters, method: Method): boolean | undefined {
  return parameters.verification_methods?.[method]?.enabled;
}

/** How an order with one employer is verified. */
export function targetEmployerConfig(
  parameters: Legacy.RequestParameters | null | undefined,
  notes: Notes,
): { request_config?: Later.TargetEmployerConfigInput } {
  const given = commonOf(parameters, notes);
  const { employer_filter, verification_methods } = given;
  if ((employer_filter ?? 'target-employer') !== 'target-employer')
    notes.at('employer_filter').add('lost', 'The request names a company, so no other is looked for.');
  if (!isObject(verification_methods)) return {};
  const inMethods = notes.at('verification_methods');
  const allowed = names.filter((method) => isEnabled(given, method) !== false);
  for (const method of allowed)
    if (isEnabled(given, method) !== true)
      inMethods.at(method).add('assumed', 'Not named, so it counts as enabled.');
  if (allowed.length === 0) inMethods.add('reject', 'No verification method is left.');
  return { request_config: { allowed_verification_methods: allowed.map((method) => methods[method]) } };
}

/** How a search for employers is done. */
export function employerSearchConfig(
  parameters: Legacy.RequestParameters | null | undefined,
  notes: Notes,
): { request_config?: Later.EmployerSearchConfigInput } {
  const given = commonOf(parameters, notes);
  const inMethods = notes.at('verification_methods');
  if (isEnabled(given, 'instant') === false)
    inMethods.at('instant').add('reject', 'A search is always instant.');
  const { employer_filter, verification_methods } = given;
  for (const method of ['credentials', 'smart_outreach'] as const)
    if (isObject(verification_methods) && isEnabled(given, method) !== false)
      inMethods.at(method).add('lost', 'A search is always instant.');
  if ((employer_filter ?? undefined) === undefined) return {};
  const { to } = byTable(employer_filter, employerFilterToLater);
  if (to !== undefined) return { request_config: { employer_filter: to } };
  const noCompany = 'It asks for the named company, but the request names no company.';
  const reason = employer_filter === 'target-employer' ? noCompany : 'A value that 2023-10-30 does not know.';
  notes.at('employer_filter').add('reject', reason);
  return {};
}

/** How a verification was asked for, from the order around it. */
export function parametersFromLater(
  order: Later.Order,
  notes: Notes,
): Pick<Legacy.Verification, 'request_parameters'> {
  if (isObject(order.target_employer)) {
    const at = notes.at('target_employer').at('request_config').at('allowed_verification_methods');
    const given: unknown = order.target_employer.request_config?.allowed_verification_methods;
    const allowed: readonly unknown[] = Array.isArray(given) ? given : [];
    const isUnknown = allowed.some((method) => !Object.values(methods).includes(method as never));
    if (isUnknown) at.add('lost', '2019-10-15 knows three ways of verifying. The others are left out.');
    const on = (method: Method) => allowed.includes(methods[method]);
    return { request_parameters: { employer_filter: 'target-employer', ...methodsFrom(on) } };
  }
  if (!isObject(order.employer_search)) return {};
  const { to } = byTable(order.employer_search.request_config?.employer_filter, employerFilterToLegacy);
  const filter = to === undefined ? {} : { employer_filter: to };
  if (to === undefined)
    notes
      .at('employer_search')
      .at('request_config')
      .at('employer_filter')
      .add('lost', '2019-10-15 has no such filter, so it is left out.');
  return { request_parameters: { ...filter, ...methodsFrom((method) => method === 'instant') } };
}

function methodsFrom(
  isOn: (method: Method) => boolean,
): Pick<Legacy.RequestParameters, 'verification_methods'> {
  const switches = names.map((method) => [method, { enabled: isOn(method) }] as const);
  return { verification_methods: Object.fromEntries(switches) };
}
