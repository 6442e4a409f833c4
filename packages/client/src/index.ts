export type { Environment } from './environment.ts';
export * from './errors.ts';
export { apiVersion, operations } from './generated/operations.gen.ts';
export type * from './generated/types.gen.ts';
export type { CallOptions } from './transport.ts';
export {
  createTruework,
  type OrderOptions,
  type Truework,
  type TrueworkOptions,
} from './truework.ts';
