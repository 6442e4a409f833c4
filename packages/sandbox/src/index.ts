export type { Clock } from './clock.ts';
export type { ListenOptions, SandboxServer } from './listen.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export { type TestEmployment, type TestNumber, testNumbers } from './test-numbers.ts';
