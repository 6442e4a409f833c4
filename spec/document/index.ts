export * from './bounds.ts';
export * from './json-pointer.ts';
export * from './openapi-document.ts';
export * from './operations.ts';
export * from './references.ts';
export * from './schemas.ts';
