/** The part of Redocly's interface for rules that the rules here use. */

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
  MediaType?: Visit<MediaType>;
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

export interface Extended {
  readonly [extension: `x-${string}`]: unknown;
}

export interface Reference extends Extended {
  readonly $ref: string;
}

export interface Schema extends Extended {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export interface MediaType {
  readonly schema?: Schema;
}

export interface Parameter extends Extended {
  readonly name: string;
  readonly schema?: Schema;
}

export interface Operation extends Extended {
  readonly operationId?: string;
  readonly summary?: string;
  readonly deprecated?: boolean;
  readonly externalDocs?: object;
  readonly security?: readonly object[];
  readonly responses?: Readonly<Record<string, { readonly $ref?: string }>>;
}
