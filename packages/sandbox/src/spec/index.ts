export { spec } from './document.ts';
export {
  apiVersion,
  type OperationId,
  type Parameter,
  type SpecOperation,
  specOperations,
  specWebhooks,
} from './operations.ts';
export { compileSchema, schemaValidator } from './schema-validators.ts';
export { stateEdges } from './verification-states.ts';
