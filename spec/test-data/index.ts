// What the tests of all packages send, and what they look for in what must not show it. Legal, and hostile: letters beyond ASCII and
// beyond the BMP, some of them decomposed, spaces at the ends, metadata in an order that is not the alphabet's.

export { randomNumbers } from './random-numbers.ts';

/** A person of Truework's test numbers, whose verification ends completed. */
export const person = {
  first_name: ' Zoe\u0308',
  last_name: 'O’Neill-Gro\u0308ße 🦊𝒳 ',
  social_security_number: '000-00-0000',
};

export const metadata = { zulu: '1st', application: 'A–20011 🦊', mike: '' };

/** A create with what is required. */
export const verificationInput = {
  type: 'employment-income' as const,
  permissible_purpose: 'credit-application' as const,
  target: person,
};

/** A create of a credentials session with what is required. */
export const sessionInput = {
  ...verificationInput,
  use_case: 'mortgage' as const,
  target: { ...person, social_security_number: '000-20-0000' },
};

// Values that are found again wherever they get to. None of them is a part of another. Some have what a search or a redaction can
// stumble on: quotes, signs of patterns, a letter beyond ASCII.

/** What is known of a person, by the name of its field. */
export const personalCanaries = {
  first_name: 'Quendolyn',
  last_name: "O'Featherstonehaugh-Zoë",
  contact_email: 'marylebone@example.com',
  date_of_birth: '1921-07-13',
  phone_number: '555-0183-927',
} as const;

/** What a request carries beside the person, by what it is. */
export const otherCanaries = {
  additional_information: 'Sousaphonist (brass|wind)',
  filename: 'Wolverhampton.pdf',
  content: 'TWFudXNjcmlwdG9yaXVtcw==',
  cancellation_details: 'Bankruptcy [withdrew]',
  metadata: 'Hippocampus',
} as const;

/** What to look for: the canaries, and the parts of them that still say who it is. */
export const canaryForms: readonly string[] = [
  ...new Set(
    [...Object.values(personalCanaries), ...Object.values(otherCanaries)].flatMap((canary) => [
      canary,
      ...canary.split(/\W+/).filter(({ length }) => length > 7),
    ]),
  ),
];

/** The canaries in a text, in any case. */
export function canariesIn(text: string, ...more: string[]): string[] {
  const lower = text.toLowerCase();
  return [...canaryForms, ...more].filter((canary) => lower.includes(canary.toLowerCase()));
}
