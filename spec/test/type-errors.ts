import { join, relative } from 'node:path';
import ts from 'typescript';

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
};

/** TypeScript's own declarations, read once. */
const libraries = new Map<string, ts.SourceFile | undefined>();

/** The errors of TypeScript, in strict mode, in virtual files: file, line and message. */
export function typeErrorsIn(sources: Record<string, string>): string[] {
  const folder = import.meta.dirname;
  const texts = new Map(Object.entries(sources).map(([file, text]) => [join(folder, file), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, languageVersion) => {
    const text = texts.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, languageVersion);
    if (!libraries.has(file)) libraries.set(file, getSourceFile(file, languageVersion));
    return libraries.get(file);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    if (file === undefined || start === undefined) return message;
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${relative(folder, file.fileName)}:${line + 1} ${message}`;
  });
}
