import { expect, test } from 'vitest';
import { withUndefined } from './optional-properties.ts';

test('lets optional properties be undefined, at any depth, and no others', () => {
  const text = `export type Sample = {
    id: string;
    name?: string | null;
    readonly inside?: {
        deep?: Array<{ deeper?: number }>;
        [key: string]: unknown;
    };
    body?: never;
};
`;
  expect(withUndefined(text)).toBe(`export type Sample = {
    id: string;
    name?: string | null | undefined;
    readonly inside?: {
        deep?: Array<{ deeper?: number | undefined }> | undefined;
        [key: string]: unknown;
    } | undefined;
    body?: never;
};
`);
});
