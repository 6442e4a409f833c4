import { isObject, noteUnknownFields, present, texts } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';

// 2019-10-15 takes a company by its id or its name, with an address beside them. 2023-10-30 takes names alone, and has the address in
// an object. A line of an address is never taken apart, and a state is passed on as it is.

const known = ['id', 'name', 'phone_number', 'address', 'city', 'state', 'zip_code'];

interface Company {
  readonly name: string;
  readonly address?: Later.AddressInput;
  readonly phone_number?: string;
}

/** @returns Undefined if its name is missing, which is noted. */
function companyToLater(
  company: Legacy.CompanyInput,
  suppliedName: string | undefined,
  notes: Notes,
): Company | undefined {
  if (!isObject(company)) {
    notes.add('reject', 'Not an object.');
    return undefined;
  }
  noteUnknownFields(company, known, notes);
  const { id, phone_number, address, city, state, zip_code } = company as Legacy.CompanyByName;
  const name = company.name || suppliedName;
  if (id !== undefined && id !== null)
    notes.at('id').add('lost', 'No request takes an id. The name alone may take longer to be found.');
  if (typeof name !== 'string') {
    const how = 'Supply company_name: look it up with searchCompanies while 2019-10-15 responds.';
    notes.at('name').add('supply', `Only the name says which company. ${how}`);
    return undefined;
  }
  texts({ phone_number, address, city, state, zip_code }, notes);
  const parts = present({ address, city, country_subdivision_code: state, postal_code: zip_code });
  const hasAddress = Object.keys(parts).length > 0;
  return { name, ...(hasAddress && { address: parts }), ...present({ phone_number }) };
}

/** The employer of an order with one employer. */
export function employerToLater(
  company: Legacy.CompanyInput,
  suppliedName: string | undefined,
  notes: Notes,
): Later.TargetEmployerCompanyInput {
  const { phone_number, ...employer } = companyToLater(company, suppliedName, notes) ?? { name: '' };
  if (phone_number !== undefined)
    notes.at('phone_number').add('lost', 'An employer has no telephone number.');
  return employer;
}

/** The companies of a login: the one of the session, if it named any. */
export function companiesToLater(
  company: Legacy.CompanyInput | null | undefined,
  suppliedName: string | undefined,
  notes: Notes,
): { companies?: Later.TrueworkDirectCompanyInput[] } {
  if (company === undefined || company === null) return {};
  const found = companyToLater(company, suppliedName, notes);
  return found ? { companies: [found] } : {};
}
