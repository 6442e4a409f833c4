import type { CompanyInput, TargetCompany, Verification, VerificationInput } from './generated/types.gen.ts';

/**
 * Whether a verification can be the one that a create made.
 *
 * - undefined: everything that it shows matches, including what identifies it: its `loan_id`, or all of its metadata.
 * - `other`: it shows something that belongs to another request.
 * - `unclear`: it shows too little, or spells something differently.
 */
type Difference = 'unclear' | 'other' | undefined;

/** Compares the input of a create with a verification. A field that the verification does not show never differs. */
export function differences(sent: VerificationInput, shown: Verification): Difference {
  // A create without a target is sent as well, and rejected.
  const target = (sent.target ?? {}) as Partial<VerificationInput['target']>;
  const found: Difference[] = [
    compareMarks(sent, shown),
    compareTexts(sent.type, shown.type),
    compareTexts(sent.permissible_purpose, shown.permissible_purpose),
    compareDays(target.date_of_birth, shown.target.date_of_birth),
    compareNumbers(target.social_security_number, shown.target.social_security_number, 'other'),
    compareNumbers(target.phone_number, shown.target.phone_number, 'unclear'),
    compareCompanies(target.company, shown.target.company),
    isRestAlike(sent, shown) ? undefined : 'unclear',
  ];
  return found.find((difference) => difference === 'other') ?? found.find(Boolean);
}

/** Fields that are compared by rules of their own. */
const ownRules = ['social_security_number', 'phone_number', 'company'];

/** Compares every other field that both have, at any depth: names, documents, and whatever else the API shows of a request. */
function isRestAlike(sent: unknown, shown: unknown): boolean {
  if (Object(sent) !== sent || Object(shown) !== shown) return areAlike(sent, shown);
  return Object.entries(sent as object).every(
    ([name, value]) =>
      ownRules.includes(name) || isRestAlike(value, (shown as Record<string, unknown>)[name]),
  );
}

/** Compares the last four digits, which are all that the API shows of a social security number. */
function compareNumbers(sent: unknown, shown: unknown, ifNot: Difference): Difference {
  const [one, other] = [sent, shown].map((number) => textOf(number).replace(/\D/g, ''));
  const isAlike = !one || one.endsWith((other as string).slice(-4));
  return isAlike ? undefined : ifNot;
}

/** Only days: a date that is masked or in another format is compared with the rest. */
function compareDays(sent: unknown, shown: unknown): Difference {
  const areDays = [sent, shown].every((day) => /^\d{4}-\d\d-\d\d$/.test(textOf(day)));
  return areDays ? compareTexts(sent, shown) : undefined;
}

function compareTexts(sent: unknown, shown: unknown): Difference {
  return areAlike(sent, shown) ? undefined : 'other';
}

/** Whether two texts are the same but for their spelling, or only one is present. */
function areAlike(sent: unknown, shown: unknown): boolean {
  const [one, other] = [plainForm(sent), plainForm(shown)];
  return one === '' || other === '' || one === other;
}

/** A string, number or boolean as a string. Empty for anything else, which the API does not promise here. */
export function textOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** The longest text that is normalized, in UTF-16 code units: normalizing takes quadratic time. */
const longest = 1_000;

/** A string as one of its equal spellings in Unicode. */
function composed(value: unknown, form = 'NFC'): string {
  const text = textOf(value);
  return text.length > longest ? text : text.normalize(form);
}

/** A string without what a server may normalize: spaces, letter case, accents and punctuation. */
function plainForm(value: unknown): string {
  return inOneCase(composed(value, 'NFKD').replace(/[^\p{L}\p{N}]+/gu, ''));
}

/** First in capitals, because `ß` and `SS`, or `ı` and `I`, are equal only there. */
function inOneCase(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/** Whether a `loan_id` or a value of the metadata identifies a request. Spaces do not. */
export function isMark(value: unknown): boolean {
  return textOf(value).trim() !== '';
}

/** Compares `loan_id` and metadata, which identify a request. They must be equal, except for spaces around them. */
function compareMarks(sent: VerificationInput, shown: Verification): Difference {
  const loan = compareMark(sent.loan_id, shown.loan_id);
  // As maps, because a name may be one of every object's.
  const [ours, theirs] = [mapOf(sent.metadata), mapOf(shown.metadata)];
  const names = new Set([...ours.keys(), ...theirs.keys()]);
  const metadata = [...names].map((name) => compareMark(ours.get(name), theirs.get(name)));
  if (metadata.includes('other')) return 'other';
  // A loan_id identifies a request. A part of the metadata may be the same in another request.
  if (isMark(sent.loan_id) && loan === undefined) return undefined;
  return loan ?? metadata.find(Boolean);
}

function mapOf(metadata: object | null | undefined): Map<string, unknown> {
  return new Map(Object.entries(metadata ?? {}));
}

function compareMark(sent: unknown, shown: unknown): Difference {
  // An object cannot be a mark.
  if (Object(sent) === sent) return 'unclear';
  const [one, other] = [sent, shown].map((mark) => composed(mark).trim());
  if (one === other) return undefined;
  // Another spelling proves nothing, and the server may show what was not sent.
  return one === '' || other === '' || plainForm(one) === plainForm(other) ? 'unclear' : 'other';
}

/**
 * Compares the ids if both have one, otherwise the names. If only one has an id, one name is a part of the other, they differ only by
 * punctuation or accents, or one of them may be a transcription into ASCII, the result is unclear.
 */
function compareCompanies(
  sent: CompanyInput | undefined,
  shown: TargetCompany | null | undefined,
): Difference {
  const { id, name } = (sent ?? {}) as { id?: unknown; name?: unknown };
  const { id: shownId, name: shownName } = shown ?? {};
  const [oneId, otherId] = [textOf(id), textOf(shownId)];
  if (oneId !== '' && otherId !== '') return oneId === otherId ? undefined : 'other';
  const [given, seen] = [name, shownName].map((text) => inOneCase(composed(text).trim()));
  const hasAnId = oneId !== '' || otherId !== '';
  if (given === seen) return hasAnId && given === '' ? 'unclear' : undefined;
  // The API found the company, and may show it under a name of its own.
  if (hasAnId) return 'unclear';
  const [one, other] = [plainForm(name), plainForm(shownName)];
  const isTranscribed = beyondAscii.test(one) !== beyondAscii.test(other);
  return isTranscribed || one.includes(other) || other.includes(one) ? 'unclear' : 'other';
}

const beyondAscii = /[^a-z\d]/;
