import type * as spec from '../document/openapi-document.ts';

// The part of Redocly's interface for rules that the rules here use.

export interface Location {
  readonly source: { readonly absoluteRef: string; readonly body: string };
  readonly pointer: string;
  child(path: readonly (string | number)[]): Location;
  /** The location of the name instead of the value. */
  key(): Location;
}

export interface Context {
  readonly location: Location;
  /** The name of the node in its parent. */
  readonly key: string | number;
  readonly type: { readonly name: string; readonly properties: object };
  report(problem: { message: string; location: Location }): void;
  resolve(node: unknown): { readonly node?: unknown; readonly location?: Location };
}

type Visit<Node> = { enter(node: Node, context: Context): void };

/** Called for a `$ref`, with what it refers to. */
type VisitReference = {
  enter(
    reference: Reference,
    context: Context,
    target: { readonly node?: unknown; readonly location?: Location },
  ): void;
};

export interface Visitor {
  any?: Visit<object>;
  ref?: VisitReference;
  Info?: Visit<{ readonly version?: string }>;
  Schema?: Visit<Schema>;
  MediaType?: Visit<{ readonly schema?: Schema }>;
  Parameter?: Visit<Parameter>;
  Header?: Visit<Extended>;
  Response?: Visit<Extended>;
  Operation?: Visit<Operation>;
  /** Operations under `paths`, and those under `webhooks`. */
  Paths?: { Operation?: Visit<Operation>; PathItem?: Visit<object> & { Operation: Visit<Operation> } };
  WebhooksMap?: { Operation: Visit<Operation> };
}

/** Each document that is linted gets a visitor of its own. */
export type Rule = () => Visitor;

/** Something with extensions, of which nobody knows yet that they are right. */
export type Extended = { readonly [extension: `x-${string}`]: unknown };

type Unchecked<Part> = Extended & Omit<Part, `x-${string}`>;

export type Reference = Unchecked<spec.Reference>;

export type Schema = Unchecked<Omit<spec.Schema, keyof Inside>> & Inside;

interface Inside {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

type Parameter = Unchecked<spec.Parameter>;

export type Operation = Unchecked<Omit<spec.Operation, 'responses'>> & {
  readonly responses?: Readonly<Record<string, Partial<spec.Reference>>>;
};
