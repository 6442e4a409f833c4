import ts from 'typescript';
import type { GeneratedTree } from '../generated-tree.ts';

/**
 * Reads what was generated before any of it is written.
 *
 * @throws If a file is empty, or is not TypeScript: with the file, the line and what is wrong.
 */
export function checkTexts(files: GeneratedTree): void {
  const problems = [...files].flatMap(([path, text]) => (text.trim() === '' ? [`${path}: it is empty`] : []));
  problems.push(...syntaxErrors(files));
  if (problems.length === 0) return;
  throw new Error(
    `What was generated cannot be read, so nothing is written. Something in the spec is new to the generation, or its code is wrong: see tools/src/generation.\n\n${problems.join('\n')}`,
  );
}

/** The first syntax error of each file, and its line. */
function syntaxErrors(files: GeneratedTree): string[] {
  const paths = [...files.keys()].filter((path) => path.endsWith('.ts'));
  const program = ts.createProgram({
    rootNames: paths,
    options: { noResolve: true, noLib: true, target: ts.ScriptTarget.ESNext },
    host: inMemory(files),
  });
  return paths.flatMap((path) => {
    const source = program.getSourceFile(path);
    const [first] = program.getSyntacticDiagnostics(source);
    if (source === undefined || first === undefined) return [];
    const { line, character } = source.getLineAndCharacterOfPosition(first.start);
    const message = ts.flattenDiagnosticMessageText(first.messageText, ' ');
    return [`${path}:${line + 1}:${character + 1}: ${message}\n    ${source.text.split('\n')[line]?.trim()}`];
  });
}

function inMemory(files: GeneratedTree): ts.CompilerHost {
  return {
    fileExists: (path) => files.has(path),
    readFile: (path) => files.get(path),
    getSourceFile: (path, target) => {
      const text = files.get(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, target);
    },
    getDefaultLibFileName: () => 'none.d.ts',
    writeFile: () => {},
    getCurrentDirectory: () => '',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  };
}
