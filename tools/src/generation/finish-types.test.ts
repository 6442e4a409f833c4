import { expect, test } from 'vitest';
import { finishTypes } from './finish-types.ts';

test('lets optional properties be undefined, at any depth, and no others', () => {
  const text = `export type Sample = {
    id: string;
    name?: string | null;
    readonly inside?: {
        deep?: Array<{ deeper?: number }>;
        [key: string]: unknown;
    };
    none?: never;
};
`;
  expect(finishTypes(text)).toBe(`export type Sample = {
    id: string;
    name?: string | null | undefined;
    readonly inside?: {
        deep?: Array<{ deeper?: number | undefined }> | undefined;
        [key: string]: unknown;
    } | undefined;
    none?: never;
};
`);
});

test('describes what the generator names itself, unless the spec does', () => {
  const text = `export type SampleData = {
    body: Sample;
    query: {
        /**
         * The path of a file.
         */
        path: string;
    };
};
`;
  expect(finishTypes(text)).toBe(`export type SampleData = {
    /** The body of the request. */
body: Sample;
    /** Parameters of the query. */
query: {
        /**
         * The path of a file.
         */
        path: string;
    };
};
`);
});
