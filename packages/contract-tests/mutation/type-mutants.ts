import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type TextMutant } from './mutant.ts';
import { run } from './run-suite.ts';

/** A mutant of a generated type of the client. */
export interface TypeMutant extends TextMutant {
  readonly kind: string;
  /** The type. */
  readonly of: string;
}

const file = 'spec/generated/types.gen.d.ts';
const equality = 'packages/contract-tests/src/generated/type-equality.gen.ts';

/** One mutant for each property of the types that the compiler compares with those of the validators. */
export function typeMutants(): TypeMutant[] {
  const comparisons = readFileSync(join(root, equality), 'utf8');
  const blocks = allTypes()
    .split('\n\n')
    .flatMap((text) => /^export type [\s\S]*;/m.exec(text) ?? []);
  return blocks.flatMap((block) => {
    const of = /^export type (\w+)/.exec(block)?.[1] ?? '';
    if (!new RegExp(`types\\.${of}\\b`).test(comparisons)) return [];
    return changes(block).map(({ what, kind, replace }) => ({
      id: `${of}: ${what}`,
      kind,
      of,
      file,
      find: block,
      replace,
    }));
  });
}

function changes(block: string): { what: string; kind: string; replace: string }[] {
  const lines = block.split('\n');
  return lines.flatMap((line, index) => {
    const made: { what: string; kind: string; replace: string }[] = [];
    const change = (kind: string, what: string, to: string | undefined) => {
      const replace = to === undefined ? lines.toSpliced(index, 1) : lines.with(index, to);
      made.push({ kind, what, replace: replace.join('\n') });
    };
    const field = /^ {2}(?:'([^']+)'|(\w+))(\??): (.+);$/.exec(line);
    const name = field?.[1] ?? field?.[2];
    const type = field?.[4] ?? '';
    if (field !== null && type !== 'never' && !/^(url|body|path|query|headers)$/.test(name ?? '')) {
      change('field dropped', `${name} is dropped`, undefined);
      const isOptional = field[3] === '?';
      change(
        'required',
        `${name} is ${isOptional ? 'required' : 'optional'}`,
        line.replace(/(\??): /, isOptional ? ': ' : '?: '),
      );
      if (type.includes(' | null'))
        change('nullability', `${name} may be null no longer`, line.replace(' | null', ''));
      else change('nullability', `${name} may be null`, line.replace(/;$/, ' | null;'));
      change(
        'type',
        `${name} is of another type`,
        line.replace(type, type === 'boolean' ? 'number' : 'boolean'),
      );
    }
    for (const [literal = '', value = ''] of line.matchAll(/'([a-z-]+)' \| /g))
      change('enum', `${value} is gone`, line.replace(literal, ''));
    const listed = /^ +\| '([a-z-]+)'$/.exec(line)?.[1];
    if (listed !== undefined) change('enum', `${listed} is gone`, undefined);
    return made;
  });
}

/**
 * Has the compiler compare each faulty type with the validators' own, all in one run.
 *
 * @returns For each mutant, what the compiler says. Undefined if it says nothing.
 */
export async function testTypeMutants(
  mutants: readonly TypeMutant[],
): Promise<Map<TypeMutant, string | undefined>> {
  const sound = [
    ...new Map(mutants.map((mutant) => [mutant.of, { ...mutant, replace: mutant.find }])).values(),
  ];
  const [failing] = (await compile(sound)).values();
  if (failing !== undefined)
    throw new Error(
      `A type without a mutant differs from the validator's, so no mutant can be tested. Run pnpm generate and pnpm typecheck. The compiler says: ${failing}`,
    );
  const said = await compile(mutants);
  return new Map(mutants.map((mutant, index) => [mutant, said.get(index)]));
}

/** What the compiler says first of each type, by its number. Nothing of those that are right. */
async function compile(mutants: readonly TypeMutant[]): Promise<Map<number, string>> {
  const folder = join(root, 'packages/contract-tests/.mutation');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const comparisons = readFileSync(join(root, equality), 'utf8');
  const [head = ''] = comparisons.split(/^equal</m);
  const lines = comparisons.split('\n').filter((line) => line.startsWith('equal<') && !line.includes('mini'));
  for (const [index, mutant] of mutants.entries()) {
    const others = new Set(mutant.replace.match(/\b[A-Z]\w+\b/g) ?? []);
    others.delete(mutant.of);
    const known = [...others].filter((name) => new RegExp(`^export type ${name}\\b`, 'm').test(allTypes()));
    const own = lines.filter((line) => new RegExp(`types\\.${mutant.of}\\b`).test(line));
    writeFileSync(
      join(folder, `${index}.ts`),
      [
        head.replace(
          /import type \* as types .*\n/,
          "import type * as client from '@truework-legacy/client';\n",
        ),
        ...known.map((name) => `type ${name} = client.${name};`),
        mutant.replace.replace('export type', 'type'),
        ...own.map((line) =>
          line
            .replaceAll(new RegExp(`types\\.${mutant.of}\\b`, 'g'), mutant.of)
            .replaceAll('types.', 'client.'),
        ),
      ].join('\n'),
    );
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../tsconfig.json',
      compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
      include: ['*.ts'],
    }),
  );
  const { printed } = await run(
    [
      join(root, 'packages/contract-tests/node_modules/typescript/bin/tsc'),
      '-p',
      folder,
      '--pretty',
      'false',
    ],
    process.env,
  );
  rmSync(folder, { recursive: true, force: true });
  const said = new Map<number, string>();
  for (const [, index = '', message = ''] of printed.matchAll(/(\d+)\.ts\(\d+,\d+\): (?:error )?(.*)/g)) {
    if (!said.has(Number(index))) said.set(Number(index), message);
  }
  return said;
}

let types: string | undefined;

function allTypes(): string {
  types ??= readFileSync(join(root, file), 'utf8');
  return types;
}
