import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../paths.ts';

// What an editor shows of the client: read as an editor does, from its sources.

const sources = join(root, 'packages/client/src');
const entries = [
  ...['client/src/index.ts', 'client/src/webhooks/index.ts', 'client/src/signatures/index.ts'],
  ...['client/src/validation/index.ts', 'sandbox/src/index.ts', 'migrate/src/index.ts'],
].map((file) => join(root, 'packages', file));
const sample = join(sources, 'hover-sample.ts');

/** By `faultCatalogue`, by the Fetch API, and by what they are a part of. */
const describedElsewhere = /^(Fault\.|FetchLike|VerificationsHandle\.list\.|FromOrderList\.page\.)/;

/** `▲` marks what is hovered. */
const code = `
import { createTruework, type Report, type TargetInput, type Verification } from './index.ts';
const truework = createTruework({ token: 'tw_sk_test_0', environment: 'sandbox' });
const ▲verification = truework.verifications.▲get('AAAA');
const narrow = truework.verifications.get('AAAA', { fields: ['id'] });
const ▲some = narrow;
declare const one: Verification;
one.▲state;
declare const target: TargetInput;
target.▲date_of_birth;
declare const report: Report;
report.▲employer;
truework.companies.▲search();
truework.reports.▲getSingle('AAAA');
truework.verifications.▲create;
truework.reports.▲getPdf;
`;

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
};

let service: ts.LanguageService;

beforeAll(() => {
  const text = code.replaceAll('▲', '');
  service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getCurrentDirectory: () => sources,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    getScriptFileNames: () => [...entries, sample],
    getScriptSnapshot: (file) => {
      const content = file === sample ? text : ts.sys.readFile(file);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getScriptVersion: () => '1',
    fileExists: (file) => file === sample || ts.sys.fileExists(file),
    readFile: (file) => (file === sample ? text : ts.sys.readFile(file)),
  });
});

interface Hover {
  readonly shown: string;
  readonly documentation: string;
  readonly tags: readonly string[];
}

/** What is shown over the name behind the `▲` that a text stands behind. */
function hover(behind: string): Hover {
  const before = code.slice(0, code.indexOf(`▲${behind}`));
  const info = service.getQuickInfoAtPosition(sample, before.replaceAll('▲', '').length);
  return {
    shown: ts.displayPartsToString(info?.displayParts),
    documentation: ts.displayPartsToString(info?.documentation),
    tags: (info?.tags ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`),
  };
}

describe('an editor shows', () => {
  test('a call by the name of its resource, and what fields were asked for', () => {
    expect(hover('verification =').shown).toBe('const verification: Call<Verification>');
    expect(hover('some =').shown).toBe('const some: Call<Pick<Verification, "id">>');
  });

  test('a method with its parameters, what it returns, what it throws, and when it is retried', () => {
    const { shown, documentation, tags } = hover('get(');
    expect(shown).toContain('VerificationsMethods.get<');
    expect(documentation).toContain('Reads a verification, with its reports once it is `completed`.');
    expect(documentation).toContain('`GET /verification-requests/{verification_request_id}`.');
    const parameters = tags.filter((tag) => tag.startsWith('@param'));
    expect(parameters.map((tag) => tag.split(' ')[1])).toEqual(['verificationRequestId', 'query', 'options']);
    expect(tags).toContain('@param query - Query parameters: `fields`, `income_analytics`.');
    expect(tags).toContain('@returns The verification.');
    expect(documentation).toContain('Retried on network errors, timeouts, 429 and 5xx.');
    expect(hover('search(').tags).toContain(
      '@returns One page of companies. Await it for its first page, or iterate it for every item of every page.',
    );
    expect(hover('getPdf;').tags).toContain('@returns The bytes of the `application/pdf` document.');
    expect(tags.join('\n')).toContain('@throws');
    expect(hover('create;').tags.join('\n')).toContain('AmbiguousOutcomeError');
    expect(hover('create;').documentation).toContain('only a 429 is retried');
  });

  test('as deprecated only what the spec calls legacy', () => {
    expect(hover('get(').tags.join()).not.toContain('@deprecated');
    expect(hover('getSingle(').tags).toContain(
      '@deprecated Not documented in this version. Only older clients call it.',
    );
    expect(hover('search(').tags.join()).toContain('@deprecated');
  });

  test('a field with its format, when it is absent, and what its values mean', () => {
    expect(hover('date_of_birth').documentation).toContain('Format: `YYYY-MM-DD`.');
    expect(hover('date_of_birth').documentation).toMatch(/Optional|absent/);
    expect(hover('state;').documentation).toContain('- `processing`: Truework is working on it.');
    expect(hover('employer;').documentation).not.toBe('');
  });

  test('a description of every public property', () => {
    const program = service.getProgram() ?? expect.unreachable('there is no program');
    const checker = program.getTypeChecker();
    const seen = new Set<ts.Node>();
    const undescribed: string[] = [];
    let properties = 0;
    const visit = (node: ts.Node, path: string): void => {
      if (seen.has(node)) return;
      seen.add(node);
      const isProperty =
        ts.isPropertySignature(node) ||
        ts.isMethodSignature(node) ||
        ts.isPropertyDeclaration(node) ||
        ts.isMethodDeclaration(node);
      const inside = isProperty ? `${path}.${node.name.getText()}` : path;
      if (isProperty && isPublic(node)) {
        properties += 1;
        const symbol = checker.getSymbolAtLocation(node.name);
        if (symbol?.getDocumentationComment(checker).length === 0 && !describedElsewhere.test(inside))
          undescribed.push(inside);
      }
      ts.forEachChild(node, (child) => {
        if (!ts.isBlock(child)) visit(child, inside);
      });
    };
    for (const declaration of entries.flatMap((entry) => exportedTypes(program, entry))) {
      visit(declaration, declaration.name?.getText() ?? '');
    }
    expect(properties).toBeGreaterThan(500);
    expect(undescribed, 'Write TSDoc above these: shape, unit, when absent').toEqual([]);
  });
});

function isPublic(node: ts.Declaration & { name: ts.PropertyName }): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (
    (ts.getCombinedModifierFlags(node) & hidden) === 0 &&
    !ts.isPrivateIdentifier(node.name) &&
    !ts.isComputedPropertyName(node.name)
  );
}

function exportedTypes(program: ts.Program, entry: string) {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const module = file && checker.getSymbolAtLocation(file);
  return (module ? checker.getExportsOfModule(module) : [])
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .flatMap((symbol) => symbol.declarations ?? [])
    .filter(
      (declaration) =>
        ts.isInterfaceDeclaration(declaration) ||
        ts.isTypeAliasDeclaration(declaration) ||
        ts.isClassDeclaration(declaration),
    );
}
