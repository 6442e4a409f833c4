import { isObject, noteUnknownFields, objectOf, present, texts } from '../fields.ts';
import type * as Later from '../generated/later-types.gen.ts';
import type * as Legacy from '../generated/types.gen.ts';
import type { Notes } from '../note.ts';

// The person has the same fields. 2023-10-30 requires the date of birth to search for employers, and that and the email address for a
// login. What comes back of the person has not changed.

/** What only some operations of 2023-10-30 require. */
export interface PersonRules {
  readonly needsEmail: boolean;
  readonly needsBirth: boolean;
  readonly supplied: {
    readonly contact_email?: string | undefined;
    readonly date_of_birth?: string | undefined;
  };
}

const known = [
  ...['first_name', 'last_name', 'social_security_number'],
  ...['company', 'contact_email', 'date_of_birth', 'phone_number'],
];

type Person = Omit<Later.EmployerSearchTargetInput, 'date_of_birth'> & { date_of_birth?: string };

/** The person of a request. What is required and missing is noted. */
export function personToLater(target: Legacy.TargetInput, rules: PersonRules, notes: Notes): Person {
  if (!isObject(target)) {
    notes.add('reject', 'Missing, or not an object.');
    return {} as Person;
  }
  noteUnknownFields(target, known, notes);
  for (const name of ['first_name', 'last_name', 'social_security_number'] as const)
    if (typeof target[name] !== 'string') notes.at(name).add('reject', 'Missing, or not a string.');
  const { first_name, last_name, social_security_number, phone_number } = target;
  // Nobody is written to whom the old request would not have had written to.
  const { needsEmail, supplied } = rules;
  const contact_email = needsEmail ? target.contact_email || supplied.contact_email : target.contact_email;
  const date_of_birth = target.date_of_birth ?? supplied.date_of_birth;
  const given = { ...texts({ contact_email, phone_number }, notes), ...present({ date_of_birth }) };
  if (needsEmail && !given.contact_email)
    notes.at('contact_email').add('supply', 'Required for a login. Supply contact_email.');
  if (rules.needsBirth && given.date_of_birth === undefined)
    notes.at('date_of_birth').add('supply', 'Required here. Supply date_of_birth.');
  if (given.date_of_birth !== undefined && !isDate(given.date_of_birth))
    notes.at('date_of_birth').add('reject', 'Not a date of the form YYYY-MM-DD.');
  return { first_name, last_name, social_security_number, ...given };
}

/** Whether it is a day of the calendar. */
function isDate(value: unknown): boolean {
  const text = typeof value === 'string' ? value : '';
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** The person of a verification. Null fields are left out, but for the company and its name. */
export function targetFromLater(target: Later.OrderTarget, notes: Notes): Legacy.Target {
  const { company, first_name, last_name, ...others } = objectOf(target);
  if (typeof first_name !== 'string' || typeof last_name !== 'string')
    notes.add('assumed', 'It has no name, so the name is empty.');
  const { social_security_number, contact_email, date_of_birth, phone_number } = others;
  noteForm(social_security_number, notes.at('social_security_number'));
  return {
    first_name: first_name ?? '',
    last_name: last_name ?? '',
    ...present({ social_security_number, contact_email, date_of_birth, phone_number }),
    company: isObject(company) ? companyFromLater(company as Later.TargetCompanyOutput) : null,
  };
}

function companyFromLater(company: Later.TargetCompanyOutput): Legacy.TargetCompany {
  const { id, name, address, city, state, zip_code, phone_number } = company;
  return { name: name ?? null, ...present({ id, address, city, state, zip_code, phone_number }) };
}

/** 2019-10-15 masks a number as `***-**-3456`. */
export function noteForm(number: string | null | undefined, notes: Notes): void {
  if (typeof number === 'string' && number.length > 11)
    notes.add('behavior', 'Passed on unchanged. It is longer than a masked number of 2019-10-15.');
}
