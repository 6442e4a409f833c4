import { operationNamed } from './calls.ts';

/** Why the sandbox may reject a request of which every value is right: by its state, its own rules, or who asks. */
const named: readonly (readonly [status: number, message: RegExp])[] = [
  [400, /^This social security number is not supported in the sandbox\./],
  [400, /^A synchronous request must not name a company\.$/],
  [400, /^Only a completed verification can be reverified\.$/],
  [400, /^Only a verification that was synchronous can be reverified synchronously\.$/],
  [404, /^Not found\.$/],
];

/** Whether a request ended as one does whose every value is right: in a success of the operation, or in a rejection that has a name. */
export function isAccepted(operation: string, status: number, message = ''): boolean {
  if (status >= 200 && status < 300) return Object.hasOwn(operationNamed(operation).responses, status);
  return named.some(([known, text]) => known === status && text.test(message));
}
