import { $, TsDsl } from '@hey-api/openapi-ts';
import ts from 'typescript';

type FunctionType = ReturnType<typeof $.type.func>;

/**
 * An exported interface of methods. The generator's own language has object types alone, whose functions are properties: an editor then
 * shows no parameters' descriptions.
 */
export class InterfaceOfMethods extends TsDsl<ts.InterfaceDeclaration> {
  readonly '~dsl' = 'InterfaceOfMethods';
  readonly #doc: ReturnType<typeof $.doc>;
  readonly #methods: readonly (readonly [name: string, signature: FunctionType])[];

  constructor(symbol: unknown, doc: string, methods: readonly (readonly [string, FunctionType])[]) {
    super();
    this.name.set(symbol as never);
    this.exported = true;
    this.#doc = $.doc(doc);
    this.#methods = methods;
  }

  override analyze(context: Parameters<TsDsl['analyze']>[0]): void {
    super.analyze(context);
    for (const [, signature] of this.#methods) context.analyze(signature);
  }

  override toAst(): ts.InterfaceDeclaration {
    const methods = this.#methods.map(([name, signature]) => {
      const { typeParameters, parameters, type } = signature.toAst();
      const method = ts.factory.createMethodSignature(
        undefined,
        name,
        undefined,
        typeParameters,
        parameters,
        type,
      );
      return signature.$docs(method);
    });
    const exported = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
    const name = this.name.toString();
    return this.#doc.apply(
      ts.factory.createInterfaceDeclaration(exported, name, undefined, undefined, methods),
    );
  }
}
