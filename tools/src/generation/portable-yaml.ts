import { Document, type ScalarTag, visit } from 'yaml';

/** Lines that do not begin as words do, and odd characters: YAML 1.1 knows more forms of numbers, dates and line breaks. */
const needsQuotes = /^(?![\p{L}/$]).*$|[\t\r\u007f-\u009f\u2028\u2029\ufeff]/u;

/** Characters that end a line, or may not stand, in YAML 1.1. Escapes for them exist in double quotes only. */
const needsEscape = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

/** A number such as 1e+21, which YAML 1.1 takes for a string unless it has a decimal point. */
const exponential: ScalarTag = {
  identify: (value) => typeof value === 'number' && String(value).includes('e'),
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^(?!)/,
  resolve: Number,
  stringify: ({ value }) => String(value).replace(/^(-?\d+)e/, '$1.0e'),
};

/**
 * A value of JSON as YAML that readers of YAML 1.1, such as PyYAML, read as those of YAML 1.2 do: whatever either of them
 * could take for a date, a boolean or a number is quoted.
 */
export function portableYaml(value: unknown): string {
  const document = new Document(value, {
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
    customTags: (tags) => [exponential, ...tags],
  });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && needsQuotes.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document
    .toString({ lineWidth: 120 })
    .replace(needsEscape, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
