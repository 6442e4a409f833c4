/** A word that this project no longer uses. */
export interface RetiredWord {
  /** Finds it in a line, in prose and in a name in camel case. */
  pattern: RegExp;
  /** The words of GLOSSARY.md that took its place. */
  instead: string;
  /** What the pattern must not be looked for in, because others wrote it or it means something else. */
  except?: RegExp;
}

/** Finds a word in prose, and as a part of a name: `lostAnswer`, `ANSWERED`, `an answer`. */
function word(base: string): RegExp {
  const capital = base.replace(/^(?:\(\?:[^)]*\)|[a-z])/, (start) =>
    start.replaceAll(/(?<![a-z?])[a-z]/g, (first) => first.toUpperCase()),
  );
  return new RegExp(`(?:(?<![A-Za-z])${base}|(?<![A-Z])${capital})(?![a-z])`);
}

export const retiredWords: readonly RetiredWord[] = [
  {
    pattern: word('answer(?:s|ed|ing)?'),
    instead: 'response, respond',
    // A value of the API's later versions.
    except: /no-answer/g,
  },
  { pattern: word('(?:told|untold)'), instead: 'report, notify or call with' },
  { pattern: word('happenings?'), instead: 'event' },
  { pattern: word('mend(?:s|ed|ing)?'), instead: 'fix' },
  {
    pattern: word('refus(?:e|es|ed|ing|al|als)'),
    instead: 'reject, deny, or error response',
    except: /E?CONNREFUSED|[Cc]onnection (?:was )?refused/g,
  },
  {
    pattern: word('judg(?:e|es|ed|ing|ement|ements)'),
    instead: 'validator, validate or classify',
    // A note keeps the name that it was given.
    except: /adr\/[\w-]+/g,
  },
  { pattern: word('(?:doorway|entrance)s?'), instead: 'adapter' },
  { pattern: word('(?:strikes?|struck)'), instead: 'apply', except: /strike-through|line-through/g },
  { pattern: word('magic'), instead: 'test person or test value' },
  { pattern: word('tells?'), instead: 'report, say or show' },
  { pattern: /\b(?:sent|sends?|tried|try|tries|asked|ask) (?:it |them )?again\b/, instead: 'retry' },
  { pattern: word('members?'), instead: 'field (JSON) or property (schema, TypeScript)' },
  { pattern: word('(?:planted|plant) faults?'), instead: 'mutant' },
  { pattern: /\bwhere (?:there is|there are|it is|they are) (?:none|no)\b/, instead: 'if there is no …' },
  { pattern: /(?<!there )\b(?:is|are) none\b(?! of)/, instead: 'is not a …, or there is no …' },
  {
    pattern: /(?<=[\w)`'"}] )(?<![Tt]here )\b(?:is|are) no (?!longer|more\b|one\b|less)[a-z]/,
    instead: 'is not a …, or are not …',
    // Test data, in which the words do not matter.
    except: /QQ== is no document|\] is no document|Riley is no note|no format is no argument/g,
  },
];
