import type { OpenApiDocument } from '@truework-legacy/spec/document';

/** A key that the sandbox of this project accepts, and that nobody has. */
export const EXAMPLE_KEY = 'tw_sk_test_example';

/** The address of the sandbox of this project. */
export function localServer({ servers = [] }: OpenApiDocument): string {
  const server = servers.find((candidate) => candidate['x-environment'] === 'local') ?? servers[0];
  return server?.url ?? '';
}

/** The `Accept` header for a media type in the version of the document. */
export function acceptHeader({ info }: OpenApiDocument, mediaType: string): string {
  return `${mediaType}; version=${info.version}`;
}
