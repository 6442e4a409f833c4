export type * as Later from './generated/later-types.gen.ts';
