import { type Step, stepsOf } from './pointer.ts';
import type { RedoclyChange } from './redocly-diff.ts';
import type { FoundChange } from './spec-changes.ts';

/** What a change means to those who use the spec, or what is generated from it. */
export type ChangeClass = 'breaking' | 'additive' | 'wording';

export interface Classification {
  class: ChangeClass;
  /** Why, in a sentence. */
  reason: string;
  /** Who says so: a rule of `redocly diff`, or one of this project. */
  rule: string;
}

type Meaning = readonly [meant: ChangeClass, reason: string];

type ProjectRule = (change: FoundChange, steps: Step[]) => Classification | undefined;

/** Keywords below which nothing is promised: text, examples, where a fact comes from. */
const wordingKeywords = new Map([
  ['description', 'A text.'],
  ['summary', 'A text.'],
  ['title', 'A text.'],
  ['info', 'About the document, not about the API.'],
  ['tags', 'How the documentation is arranged.'],
  ['externalDocs', 'A link for readers.'],
  ['links', 'A hint at the next operation.'],
  ['example', 'An example.'],
  ['examples', 'An example.'],
  ['x-source', 'Where a fact comes from, not the fact.'],
  ['x-enumDescriptions', 'What a value means, in words.'],
  ['x-pattern-message', 'What a pattern wants, in words.'],
  ['x-bound', 'Whose a bound is. One of ours rejects nothing, and is not compared.'],
  ['x-fallback', 'What the API does with a value that is invalid or missing, for readers.'],
  ['x-legacy', 'A note for readers.'],
  ['x-successor', 'A note for readers.'],
]);

/** What a change of one keyword means, which `redocly diff` does not know. */
const keywordRules: Record<string, (change: FoundChange) => Meaning | undefined> = {
  'x-pii'({ before, after }) {
    if (after === true) return ['additive', 'It is redacted from now on.'];
    if (before !== true) return ['wording', 'It was not personal data before either.'];
    return ['breaking', 'It is personal data, and would show up in errors, logs and inspection.'];
  },
  'x-retry'({ before, after }) {
    if (after === 'never') return ['additive', 'It is sent once from now on.'];
    if (before !== 'never' && after !== 'safe')
      return ['additive', 'Whether it may be retried is no longer said.'];
    return ['breaking', 'It may be retried after a failure: a second call may create a second verification.'];
  },
  'x-environment'({ kind }) {
    if (kind === 'added') return ['additive', 'The client knows the server by this name.'];
    return ['breaking', 'Callers of the client name the server by it.'];
  },
  'x-final': () => ['breaking', 'Callers that wait for a final value stop too early, or never.'],
  'x-essential'({ before, after }) {
    const isGiven = (value: unknown, by: unknown) =>
      Array.isArray(value) && value.every((name) => Array.isArray(by) && by.includes(name));
    if (after === undefined || isGiven(after, before)) return ['additive', 'More responses are usable.'];
    return ['breaking', 'A response without the field is rejected from now on.'];
  },
  'x-sdk'({ kind }) {
    if (kind === 'added') return ['additive', 'The client has a method of this name.'];
    return ['breaking', 'Callers of the client use this method name.'];
  },
  default({ before }) {
    return before === undefined ? undefined : ['breaking', 'Leaving it out now means something else.'];
  },
  contentEncoding: () => ['breaking', 'The text stands for other bytes.'],
  contentMediaType: () => ['breaking', 'The text stands for other bytes.'],
};

/** What `redocly diff` does not know, or rates without a rule: our extensions, names, text. The first that speaks decides. */
const rulesBeforeRedocly: ProjectRule[] = [
  function keyword(change, steps) {
    const name = lastOf(steps) ?? '';
    const meaning = Object.hasOwn(keywordRules, name) ? keywordRules[name]?.(change) : undefined;
    return meaning && { class: meaning[0], reason: meaning[1], rule: name };
  },
  function apiVersion(_, steps) {
    if (textsOf(steps) !== 'info/version') return;
    return breaking('api-version', 'The client asks the API for this version.');
  },
  function namedSchema({ kind }, steps) {
    if (steps.length !== 3 || !textsOf(steps).startsWith('components/schemas/')) return;
    if (kind === 'added') return additive('named-schema', 'Client and validators export it by this name.');
    if (kind === 'removed' || kind === 'renamed')
      return breaking('named-schema', 'Client and validators exported it by this name.');
    return;
  },
  function otherComponent({ kind }, steps) {
    if (steps.length !== 3 || steps[0]?.text !== 'components' || kind === 'modified') return;
    if (steps[1]?.text === 'securitySchemes') return;
    return wording(
      'component-name',
      'A name within the document; what refers to it is classified by itself.',
    );
  },
  function orderOnly({ kind }) {
    return kind === 'reordered' ? wording('order', 'Only the order.') : undefined;
  },
  function text(_, steps) {
    const keyword = steps.find(({ is, text }) => is === 'keyword' && wordingKeywords.has(text));
    return keyword && wording('wording', wordingKeywords.get(keyword.text) ?? '');
  },
];

/** What `redocly diff` finds harmless, and we do not. */
const rulesAfterRedocly: ProjectRule[] = [
  function fieldLost({ kind }, steps) {
    if (!isIn('properties', steps) || (kind !== 'removed' && kind !== 'renamed')) return;
    return breaking('field', 'Code that names the field no longer compiles, and the validators reject it.');
  },
  function parameterName({ kind, before, after }, steps) {
    const isParameter = steps.some(({ is, text }) => is === 'keyword' && text === 'parameters');
    const isOther =
      kind === 'renamed' && isIn('paths', steps) && withoutNames(before) === withoutNames(after);
    if (!isOther && !(isParameter && lastOf(steps) === 'name')) return;
    return breaking('parameter-name', 'Client and validators use this parameter name.');
  },
  function otherName({ kind }) {
    return kind === 'renamed' ? breaking('name', 'Callers that use the old name find nothing.') : undefined;
  },
  function valueLost({ before, after }, steps) {
    if (lastOf(steps) !== 'enum' || !Array.isArray(before) || !Array.isArray(after)) return;
    if (before.every((value) => after.includes(value))) return;
    return breaking('enum-value', 'Code that names the value no longer compiles.');
  },
  function unknownExtension(_, steps) {
    const extension = steps.find(({ is, text }) => is === 'keyword' && text.startsWith('x-'))?.text;
    if (extension === undefined) return;
    return additive('extension', `No rule covers ${extension}: add one to tools/src/spec-diff/classify.ts.`);
  },
];

/** The class of a change, by what `redocly diff` said of its location and by this project's own rules. */
export function classify(change: FoundChange): Classification {
  const { rated } = change;
  const steps = stepsOf(change.site);
  return (
    firstOf(rulesBeforeRedocly, change, steps) ??
    majorOf(rated) ??
    firstOf(rulesAfterRedocly, change, steps) ??
    harmless(rated)
  );
}

function firstOf(rules: ProjectRule[], change: FoundChange, steps: Step[]): Classification | undefined {
  for (const rule of rules) {
    const classification = rule(change, steps);
    if (classification !== undefined) return classification;
  }
  return;
}

function majorOf(redocly: readonly RedoclyChange[]): Classification | undefined {
  const major = redocly.filter(({ impact }) => impact === 'major');
  if (major.length === 0) return;
  const verdicts = major.flatMap((found) => found.verdicts);
  const messages = [...new Set(verdicts.map(({ message }) => message))];
  return breaking(
    verdicts[0]?.ruleId ?? 'redocly-diff',
    messages.join(' ') || 'redocly diff rates it major.',
  );
}

function harmless(redocly: readonly RedoclyChange[]): Classification {
  if (redocly.length === 0) return additive('unseen', 'Something that redocly diff does not compare.');
  if (redocly.some(({ impact }) => impact === 'minor'))
    return additive('redocly-diff', 'New, and nobody has to use it.');
  return additive('redocly-diff', 'A fact changed, and no caller breaks.');
}

function breaking(rule: string, reason: string): Classification {
  return { class: 'breaking', reason, rule };
}

function additive(rule: string, reason: string): Classification {
  return { class: 'additive', reason, rule };
}

function wording(rule: string, reason: string): Classification {
  return { class: 'wording', reason, rule };
}

/** Whether the location is one of the named things right below a keyword. */
function isIn(keyword: string, steps: Step[]): boolean {
  const over = steps.at(-2);
  return steps.at(-1)?.is === 'name' && over?.is === 'keyword' && over.text === keyword;
}

/** A path whose parameters have no names. */
function withoutNames(path: unknown): string {
  return String(path).replaceAll(/\{[^}]*\}/g, '{}');
}

function lastOf(steps: Step[]): string | undefined {
  const last = steps.at(-1);
  return last?.is === 'keyword' ? last.text : undefined;
}

function textsOf(steps: Step[]): string {
  return steps.map(({ text }) => text).join('/');
}
