export {
  type Fault,
  type FaultDescription,
  type FaultOperation,
  type FaultRule,
  type FaultRuleInForce,
  type FaultType,
  faultCatalogue,
  faultOperations,
  type WrittenFault,
} from './catalogue.ts';
export { applyToResponse, respondInstead } from './effects.ts';
export { FaultTable } from './fault-table.ts';
export type { TenantFaults } from './tenant-faults.ts';
