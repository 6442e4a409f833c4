import ts from 'typescript';

/** What the generator names itself, and does not describe. */
const described: Record<string, string> = {
  baseUrl: 'Where the API is served.',
  body: 'The body of the request.',
  headers: 'Headers of the request.',
  key: 'The name of the event.',
  path: 'Parameters of the path.',
  query: 'Parameters of the query.',
  url: 'The path of the operation.',
};

/**
 * Makes types as the generator writes them easy to write and to read: every optional property may be undefined as well, which JSON
 * leaves out, so an input is as easy to write under `exactOptionalPropertyTypes` as without; and every property has a description.
 *
 * @param text - TypeScript, as the generator wrote it.
 */
export function finishTypes(text: string): string {
  const source = ts.createSourceFile('types.ts', text, {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
  const insertions: [position: number, text: string][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node) && node.type) {
      const words = described[node.name.getText(source)];
      if (words && ts.getLeadingCommentRanges(text, node.pos) === undefined) {
        insertions.push([node.getStart(source), `/** ${words} */\n`]);
      }
      // What must not be there at all stays so.
      const isNever = node.type.kind === ts.SyntaxKind.NeverKeyword;
      if (node.questionToken && !isNever) insertions.push([node.type.end, ' | undefined']);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  insertions.sort(([one], [other]) => one - other);
  const pieces = insertions.map(
    ([at, added], index) => text.slice(insertions[index - 1]?.[0] ?? 0, at) + added,
  );
  return pieces.join('') + text.slice(insertions.at(-1)?.[0] ?? 0);
}
