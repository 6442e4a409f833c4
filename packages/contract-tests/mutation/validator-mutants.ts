import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type TextMutant } from './mutant.ts';

/** A mutant of a generated validator. */
export interface ValidatorMutant extends TextMutant {
  /** Which validators: those of requests or those of responses. */
  readonly strictness: 'request' | 'response';
  /** The component or operation whose validator it is. */
  readonly of: string;
  readonly kind: string;
}

/** One mutant for each thing that the generated validators check. The validators of zod/mini are made from the same lines. */
export function validatorMutants(): ValidatorMutant[] {
  return (['request', 'response'] as const).flatMap((strictness) => {
    const file = `packages/zod/src/generated/${strictness}.gen.ts`;
    const blocks =
      readFileSync(join(root, file), 'utf8').match(
        /^export type (\w+) = [\s\S]*?^export const \1\b.*(?:\n +.*|\n\].*)*;$/gm,
      ) ?? [];
    return blocks.flatMap((block) => {
      const of = /^export type (\w+)/.exec(block)?.[1] ?? '';
      return changes(block).map(({ what, kind, from, to }) => ({
        id: `${strictness} ${of}: ${what}`,
        kind,
        strictness,
        of,
        file,
        find: block,
        replace: block.replace(from, () => to),
      }));
    });
  });
}

interface Change {
  readonly what: string;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

function changes(block: string): Change[] {
  const lines = block.split('\n');
  return lines.flatMap((line) => {
    const name = /^ {4}(\w+): /.exec(line)?.[1] ?? 'itself';
    const change = (kind: string, what: string, to: string): Change => ({
      kind,
      what: `${name} ${what}`,
      from: line,
      to,
    });
    const made: Change[] = [];
    // What continues on the next line is among that line's mutants.
    if (name !== 'itself' && !line.endsWith('[')) {
      made.push(change('field dropped', 'is dropped', ''));
      const isOptional = /: z\.optional\(/.test(line);
      made.push(
        isOptional
          ? change('required', 'is required', line.replace(/: z\.optional\((.*)\)(,?)$/, ': $1$2'))
          : change('required', 'is required no longer', line.replace(/: (.*?)(,?)$/, ': z.optional($1)$2')),
      );
    }
    for (const [bound = '', check = '', number = ''] of line.matchAll(
      /z\.(maxLength|minLength|gte|lte)\((\d+)\)/g,
    )) {
      for (const step of [-1, 1]) {
        const other = bound.replace(number, String(Number(number) + step));
        made.push(
          change('bound', `${check} ${number} is ${Number(number) + step}`, line.replace(bound, other)),
        );
      }
    }
    for (const [format = ''] of line.matchAll(/, z\.(?:dateTime|date|email|uri)\b/g))
      made.push(change('format', `${format.slice(4)} is gone`, line.replace(format, '')));
    for (const [pattern = ''] of line.matchAll(/,? ?z\.regex\(\/[^/]*\/u, '[^']*'\)/g))
      made.push(
        change(
          'format',
          'pattern is gone',
          line.replace(pattern, '').replace('check(, ', 'check(').replace('.check()', ''),
        ),
      );
    if (line.includes('z.nullable('))
      made.push(change('nullability', 'may be null no longer', line.replace('z.nullable(', '(')));
    // Not the names of a map's properties: in JSON they are texts, whatever the schema says.
    const text = /(?<!z\.record\()z\.string\(\)(\.check\((?:[^()]|\([^()]*\))*\))?/;
    if (text.test(line)) made.push(change('type', 'is a boolean', line.replace(text, 'z.boolean()')));
    if (/z\.boolean\(\)/.test(line))
      made.push(change('type', 'is a text', line.replace('z.boolean()', 'z.string()')));
    for (const [, literal = ''] of line.matchAll(/^\s+('[^']+'),?$/g))
      made.push(change('enum', `${literal} is gone`, ''));
    const reference = /(?:: |\()([A-Z][A-Za-z\d]*)\b/.exec(line)?.[1];
    if (reference !== undefined && reference !== 'Money')
      made.push(change('type', 'refers elsewhere', line.replace(reference, 'Money')));
    const strict = / z\.strictObject\(/;
    if (strict.test(line))
      made.push(change('unknown fields', 'are accepted', line.replace(strict, ' z.openObject(')));
    return made.filter(({ to }) => to !== line);
  });
}
