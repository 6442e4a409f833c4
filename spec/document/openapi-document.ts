// The parts of OpenAPI 3.1, and of this project's extensions, that programs of this repository read. README.md says what each
// extension means.

export interface OpenApiDocument {
  readonly openapi?: string;
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: readonly Server[];
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly security?: readonly object[];
  readonly paths?: Readonly<Record<string, PathItem | Reference>>;
  /** By the name of the event. */
  readonly webhooks?: Readonly<Record<string, PathItem | Reference>>;
  readonly components?: Components;
}

export interface Components {
  readonly schemas?: Readonly<Record<string, Schema>>;
  readonly parameters?: Readonly<Record<string, Parameter | Reference>>;
  readonly headers?: Readonly<Record<string, Header | Reference>>;
  readonly requestBodies?: Readonly<Record<string, RequestBody | Reference>>;
  readonly responses?: Readonly<Record<string, Response | Reference>>;
  readonly examples?: Readonly<Record<string, Example | Reference>>;
  readonly links?: Readonly<Record<string, Link | Reference>>;
  readonly pathItems?: Readonly<Record<string, PathItem | Reference>>;
  readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
}

export interface Reference {
  readonly $ref: string;
}

export interface Server {
  readonly url: string;
  readonly description?: string;
  readonly 'x-environment'?: string;
}

export interface SecurityScheme {
  readonly type: string;
  readonly scheme?: string;
  readonly description?: string;
}

/** The methods that a path can have, in the order in which operations are listed. */
export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export type PathItem = {
  readonly parameters?: readonly (Parameter | Reference)[];
} & { readonly [method in (typeof methods)[number]]?: Operation };

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly tags?: readonly string[];
  readonly externalDocs?: { readonly url: string; readonly description?: string };
  readonly security?: readonly object[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: RequestBody | Reference;
  readonly responses?: Readonly<Record<string, Response | Reference>>;
  readonly 'x-legacy'?: boolean;
  readonly 'x-retry'?: RetryClass;
  readonly 'x-sdk'?: string;
  readonly 'x-source'?: Source;
  readonly 'x-successor'?: Readonly<Record<string, string>>;
}

export type RetryClass = 'safe' | 'never';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly allowEmptyValue?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly 'x-fallback'?: 'clamped';
  readonly 'x-source'?: Source;
}

export interface Header {
  readonly required?: boolean;
  readonly deprecated?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly 'x-source'?: Source;
}

export interface RequestBody {
  readonly required?: boolean;
  readonly description?: string;
  /** By media type. */
  readonly content: Readonly<Record<string, MediaType>>;
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Header | Reference>>;
  /** By media type. */
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly links?: Readonly<Record<string, Link | Reference>>;
  readonly 'x-source'?: Source;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example | Reference>>;
}

export interface Example {
  readonly summary?: string;
  readonly description?: string;
  readonly value?: unknown;
}

/** A call that can follow a response, and where in the response its values are. */
export interface Link {
  readonly operationId?: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly requestBody?: unknown;
}

export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly contentEncoding?: string;
  readonly contentMediaType?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly 'x-bound'?: Bound;
  readonly 'x-enumDescriptions'?: Readonly<Record<string, string>>;
  readonly 'x-essential'?: readonly string[];
  readonly 'x-fallback'?: 'account';
  readonly 'x-final'?: readonly string[];
  readonly 'x-pattern-message'?: string;
  readonly 'x-pii'?: boolean;
  readonly 'x-source'?: Source;
}

/** Where facts come from, from the firmest down. */
export const sourceLevels = ['documented', 'documented-later', 'sdk', 'recorded', 'inferred'] as const;

export type SourceLevel = (typeof sourceLevels)[number];

/** Where a fact comes from. */
export interface Source {
  readonly level: SourceLevel;
  readonly note?: string;
  /** Of single values of an enum. */
  readonly values?: Readonly<Record<string, { readonly level: SourceLevel; readonly note?: string }>>;
}

/** Whose the bounds of a schema are: this project's own, known from one source, or each by its keyword. */
export type Bound = BoundOwner | Readonly<Record<string, BoundOwner>>;

export type BoundOwner = 'ours' | Omit<Source, 'values'>;
