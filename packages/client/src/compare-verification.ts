import type { CompanyInput, TargetCompany, Verification, VerificationInput } from './generated/types.gen.ts';

/**
 * Whether a verification can be what was sent. `none`: all that it shows is what was sent, and that marks it: its `loan_id`, or all
 * of its metadata. `other`: it shows something that another request had. `unclear`: it shows too little, or spells a name otherwise.
 */
type Difference = 'none' | 'unclear' | 'other';

/** Compares what was sent with what is shown. What is not shown differs from nothing. */
export function differences(sent: VerificationInput, shown: Verification): Difference {
  // A create without one is sent, too, and rejected.
  const target = (sent.target ?? {}) as Partial<VerificationInput['target']>;
  const found = [
    compareMarks(sent, shown),
    compareTexts(sent.type, shown.type, 'other'),
    compareTexts(sent.permissible_purpose, shown.permissible_purpose, 'other'),
    compareTexts(sent.use_case, shown.use_case, 'unclear'),
    compareTexts(target.first_name, shown.target.first_name, 'unclear'),
    compareTexts(target.last_name, shown.target.last_name, 'unclear'),
    compareDays(target.date_of_birth, shown.target.date_of_birth),
    compareNumbers(target.social_security_number, shown.target.social_security_number),
    compareCompanies(target.company, shown.target.company),
  ];
  if (found.includes('other')) return 'other';
  return found.includes('unclear') ? 'unclear' : 'none';
}

/** By as many of the last digits as the API shows. */
function compareNumbers(sent: unknown, shown: unknown): Difference {
  const [one, other] = [sent, shown].map((number) => textOf(number).replace(/\D/g, ''));
  const isAlike = !one || one.endsWith((other as string).slice(-4));
  return isAlike ? 'none' : 'other';
}

/** Days that are written otherwise, or masked, prove nothing. */
function compareDays(sent: unknown, shown: unknown): Difference {
  const areDays = [sent, shown].every((day) => /^\d{4}-\d\d-\d\d$/.test(textOf(day)));
  return compareTexts(sent, shown, areDays ? 'other' : 'unclear');
}

/** @param ifNot - What it means if both are there and differ. */
function compareTexts(sent: unknown, shown: unknown, ifNot: Difference): Difference {
  const [one, other] = [plainForm(sent), plainForm(shown)];
  return one === '' || other === '' || one === other ? 'none' : ifNot;
}

/** What JSON has as a text, a number, true or false. Anything else may be unlike what is promised, and says nothing. */
export function textOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** A text without what a server may tidy up: spaces, letter case, accents, punctuation. */
function plainForm(value: unknown): string {
  return textOf(value)
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

/** The loan and the metadata, by which a caller tells requests apart. They are compared to the letter, but for spaces around them. */
function compareMarks(sent: VerificationInput, shown: Verification): Difference {
  const loan = compareMark(sent.loan_id, shown.loan_id);
  const metadata = Object.entries(sent.metadata ?? {}).map(([name, value]) =>
    compareMark(value, Object.hasOwn(shown.metadata ?? {}, name) ? shown.metadata?.[name] : undefined),
  );
  if ([loan, ...metadata].includes('other')) return 'other';
  // A loan of its own marks it. Of metadata, a part may be another's.
  if (sent.loan_id && loan === 'none') return 'none';
  return [loan, ...metadata].includes('unclear') ? 'unclear' : 'none';
}

function compareMark(sent: unknown, shown: unknown): Difference {
  const [one, other] = [textOf(sent).trim(), textOf(shown).trim()];
  if (one === '' || one === other) return 'none';
  // Another spelling of it proves nothing.
  return other === '' || plainForm(one) === plainForm(other) ? 'unclear' : 'other';
}

/** By the id if both have one, else by the name. Of a name that is a part of the other, nobody knows. */
function compareCompanies(
  sent: CompanyInput | undefined,
  shown: TargetCompany | null | undefined,
): Difference {
  const { id, name } = (sent ?? {}) as { id?: unknown; name?: unknown };
  const { id: shownId, name: shownName } = shown ?? {};
  const [oneId, otherId] = [textOf(id), textOf(shownId)];
  if (oneId !== '' && otherId !== '') return oneId === otherId ? 'none' : 'other';
  const [one, other] = [plainForm(name), plainForm(shownName)];
  if (one === other) return 'none';
  return one.includes(other) || other.includes(one) ? 'unclear' : 'other';
}
