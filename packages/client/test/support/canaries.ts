import { canaryForms, otherCanaries, personalCanaries } from '@truework-legacy/spec/test-data';
import { personalData } from '../../src/generated/api.gen.ts';
import type { VerificationInput } from '../../src/generated/types.gen.ts';

export const token = 'tw_sk_test_Kanarienvogel77';

const target = { ...personalCanaries, social_security_number: '000-73-8461' };

export const verificationInput: VerificationInput = {
  type: 'employment-income',
  permissible_purpose: 'credit-application',
  target,
  documents: [{ filename: otherCanaries.filename, content: otherCanaries.content }],
  additional_information: otherCanaries.additional_information,
};

const { documents, additional_information, ...session } = verificationInput;
const { cancellation_details } = otherCanaries;
const cancellation = { cancellation_reason: 'other', cancellation_details };

/** The personal values in a request, by the name of their field. */
export function personalValues(value: unknown, name = ''): [name: string, value: string][] {
  if (typeof value === 'string') return personalData.includes(name) ? [[name, value]] : [];
  return Object.entries(value ?? {}).flatMap(([inside, field]) =>
    personalValues(field, Array.isArray(value) ? name : inside),
  );
}

const written = [...personalValues(verificationInput), ...personalValues(cancellation)];

/** All other personal fields of the spec, for the body of operations that are not listed here. */
const others = Object.fromEntries(
  personalData
    .filter((name) => !written.some(([known]) => known === name))
    .map((name, index) => [name, `Stieglitz ${name} ${7_351 + index}`]),
);

/** A value for each personal field that the spec knows. */
export const values = [...written, ...Object.entries(others)];

const inputs: Readonly<Record<string, object>> = {
  createCredentialsSession: { ...session, use_case: 'mortgage' },
  createVerification: verificationInput,
  reverifyVerification: { report_id: 'BBBB' },
  cancelVerification: cancellation,
};

/** The body of an operation. One that is not listed sends every personal field. */
export const inputOf = (operation: string): object => inputs[operation] ?? { ...others, ...target };

/** The values, and their parts that are still readable, in lower case. */
export const canaries = [
  ...new Set(
    [...canaryForms, token, 'Kanarienvogel', ...values.map(([, value]) => value), '000738461', '8461'].map(
      (canary) => canary.toLowerCase(),
    ),
  ),
];

/** Everything at once. */
export const allCanaries = canaries.join(' ');

/** The values of a request, in the forms in which a server may quote them. */
function quotesOf(input: object | undefined): string[] {
  const sent = personalValues(input).map(([, value]) => value);
  return [token, `Bearer ${token}`, ...sent].flatMap((value) => [
    value,
    value.toUpperCase(),
    `No match for ${value}.`,
    `"${value}" is not a valid choice.`,
    // A part of it, as in a message about the family name of somebody with two.
    ...value.split(/\W+/).filter(({ length }) => length > 5),
  ]);
}

/** Values that are recognized by their form in any header. An id of a request may look like a number, but not like these. */
const recognizedInHeaders = [target.social_security_number, '000738461', '000 73 8461', target.contact_email];

/** What a server may send back: the values of the request, and values of others. */
export function echoesOf(input: object | undefined): string[] {
  const sent = personalValues(input).map(([, value]) => value);
  const ofOthers = [
    ...recognizedInHeaders,
    target.date_of_birth,
    target.phone_number,
    documents?.[0]?.content ?? '',
    ...values.map(([, value]) => `"${value}" is not valid.`),
  ];
  return [...quotesOf(input), ...ofOthers, sent.join(' '), JSON.stringify(input ?? {})];
}

/** The echo as a header can contain it. */
export function headerEchoOf(echo: string, input: object | undefined): string {
  return [...quotesOf(input), ...recognizedInHeaders].includes(echo) ? echo : token;
}

/** A success response full of personal data. */
export function personalBody(echo: string): string {
  const verification = { id: 'AAAA', state: 'pending-approval', created: '2021-11-12T19:28:59Z', target };
  return JSON.stringify({ ...verification, note: echo, documents, token, cancellation });
}
