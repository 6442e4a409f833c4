export type { Drift, StandardIssue, StandardResult, StandardSchema } from './standard-schema.ts';
export { type SchemasByOperation, type StandardSchemasOptions, standardSchemas } from './standard-schemas.ts';
