import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };

/** Versions of the API that the spec names: its own, and those after it. */
export const apiVersions: ReadonlySet<string> = new Set([
  openapi.info.version,
  ...(Object.values(openapi.paths) as Record<string, { 'x-successor'?: object }>[]).flatMap((item) =>
    Object.values(item).flatMap((operation) => Object.keys(operation['x-successor'] ?? {})),
  ),
]);
