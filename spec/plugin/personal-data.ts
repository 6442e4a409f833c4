import { parseDocument } from 'yaml';
import { namesIn } from '../document/json-pointer.ts';
import { locationOf } from './location.ts';
import type { Location, Rule } from './rule.ts';

/** Names of personal data, and of secrets that give access to it, with what they mean. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/(^|_)(first|middle|last|maiden|full|given|family)_name$/, "a person's name"],
  [/social_security|(^|_)ssn($|_)/, 'a social security number'],
  [/e_?mail/, 'an email address'],
  [/birth|(^|_)dob$/, 'a date of birth'],
  [/(^|_)(hired|termination|on_leave|start|end)_date$/, 'a date of a working life'],
  [/(^|_)(title|status|status_detail)$|employment/, "a person's work"],
  [/(^|_)pay(_|$)|salary|wage|earning|income|_amount$/, 'pay'],
  [/^(base|bonus|commission|overtime|other|total|hours_per_week|months_per_year|reduced_covid)$/, 'pay'],
  [/^(additional_(information|notes)|cancellation_details|description)$/, 'free text about a person'],
  [/^(filename|content)$/, 'a document about a person'],
  [/(^|[_-])(token|secret|password|api_key)$/i, 'a secret'],
];

/** A company's telephone number and address are public, a person's are not. */
const CONTACTS: RegExp =
  /phone|mobile|(^|_)fax|address|^(line_one|line_two|street|city|zip_code|postal_code)$/;
// A target is a person, whatever employer it names.
const OF_A_COMPANY = /^(Target)?(Company|Employer)(?!\w*Target)/;

/** A field that is named like personal data is marked as such, or says why it is not. */
export const personalData: Rule = () => ({
  Schema: {
    enter(schema, { location, report }) {
      checkMark(schema['x-pii'], location, report);
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        const where = location.child(['properties', name]);
        // A mark in the file that a $ref names would apply to every use of it, not only to this one.
        checkName(name, property['x-pii'], where, report);
      }
    },
  },
  ref: {
    enter(reference, { location, report }) {
      checkMark(reference['x-pii'], location, report);
    },
  },
  MediaType: {
    enter({ schema }, { key, location, report }) {
      if (!schema || schema['x-pii'] !== undefined || String(key).includes('json')) return;
      report({
        message: `\`${key}\` is the type of a document about a person: write \`x-pii: true\` into its schema, or \`x-pii: false # why\`.`,
        location: location.key(),
      });
    },
  },
  Parameter: {
    enter(parameter, { location, report }) {
      checkMark(parameter['x-pii'], location, report);
      checkName(parameter.name, parameter['x-pii'], location, report, parameter.name);
    },
  },
});

type Report = (problem: { message: string; location: Location }) => void;

function checkName(
  name: string,
  mark: unknown,
  location: Location,
  report: Report,
  where = locationOf(location),
): void {
  const meaning = meaningOf(name, where);
  if (meaning === undefined || mark !== undefined) return;
  report({
    message: `\`${where}\` is named like ${meaning}: write \`x-pii: true\`, or \`x-pii: false # why\` if it is not.`,
    location: location.key(),
  });
}

function meaningOf(name: string, where: string): string | undefined {
  if (CONTACTS.test(name) && !/e_?mail/.test(name)) {
    return OF_A_COMPANY.test(where) ? undefined : "a person's telephone number or address";
  }
  return NAMES.find(([pattern]) => pattern.test(name))?.[1];
}

function checkMark(mark: unknown, location: Location, report: Report): void {
  if (mark === undefined || mark === true) return;
  const where = locationOf(location);
  if (mark !== false) {
    report({
      message: `\`x-pii\` of \`${where}\` is neither true nor false: write \`x-pii: true\`.`,
      location: location.child(['x-pii']),
    });
  } else if (!commentBeside(location)) {
    report({
      message: `\`x-pii: false\` of \`${where}\` does not say why: write the reason behind it, as \`x-pii: false # why\`.`,
      location: location.child(['x-pii']),
    });
  }
}

function commentBeside({ source, pointer }: Location): boolean {
  const path = namesIn(pointer)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const mark = parseDocument(source.body).getIn([...path, 'x-pii'], true) as { comment?: string | null };
  return Boolean(mark?.comment?.trim());
}
