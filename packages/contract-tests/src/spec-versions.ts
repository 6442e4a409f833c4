import { operationsOf } from '@truework-legacy/spec/document';
import { spec } from './spec.ts';

/** Versions of the API that the spec names: its own, and those after it. */
export const apiVersions: ReadonlySet<string> = new Set([
  spec.info.version,
  ...operationsOf(spec).flatMap(({ operation }) => Object.keys(operation['x-successor'] ?? {})),
]);
