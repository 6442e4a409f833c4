import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../../paths.ts';

/** Methods of the client that are not operations: packages/client/src/truework.ts has them. */
export const writtenMethods = ['reconcile', 'waitFor', 'handleEvent'].map((name) => `verifications.${name}`);

/** What the client exports beside what is generated, which it would hide if it had the same name. */
export function writtenNames(file = join(root, 'packages/client/src/index.ts')): string[] {
  const { statements } = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement;
      if (exportClause && ts.isNamedExports(exportClause))
        return exportClause.elements.map(({ name }) => name.text);
      if (exportClause) return [exportClause.name.text];
      const path = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
      return path.includes('/generated/') ? [] : writtenNames(join(file, '..', path));
    }
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(isExport);
    const { name } = statement as { readonly name?: ts.Node };
    return isExported && name && ts.isIdentifier(name) ? [name.text] : [];
  });
}

function isExport({ kind }: ts.Modifier): boolean {
  return kind === ts.SyntaxKind.ExportKeyword;
}
