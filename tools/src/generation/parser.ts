/**
 * How the generator reads a document: one type for each schema. Read-only fields are in requests as JSON Schema has them, and as validators
 * check them.
 */
export const parser = { transforms: { readWrite: false } };
