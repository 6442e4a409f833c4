import ts from 'typescript';

/**
 * Lets every optional property of generated types be undefined as well, which JSON leaves out: under `exactOptionalPropertyTypes` an
 * input is then as easy to write as without.
 *
 * @param text - TypeScript, as the generator wrote it.
 */
export function withUndefined(text: string): string {
  const source = ts.createSourceFile('types.ts', text, ts.ScriptTarget.Latest, true);
  const ends: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && node.questionToken && node.type) {
      // What must not be there at all stays so.
      if (node.type.kind !== ts.SyntaxKind.NeverKeyword) ends.push(node.type.end);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return ends
    .sort((one, other) => other - one)
    .reduce((whole, end) => `${whole.slice(0, end)} | undefined${whole.slice(end)}`, text);
}
