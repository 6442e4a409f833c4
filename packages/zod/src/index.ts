export type * from './generated/types.gen.ts';
export * from './generated/zod.gen.ts';
