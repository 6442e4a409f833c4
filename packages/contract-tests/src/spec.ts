import { type OpenApiDocument, withoutOwnBounds } from '@truework-legacy/spec/document';
import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };

/** What the bundled spec demands: all of it without the bounds of this project's own, which reject nothing. */
export const spec: OpenApiDocument = withoutOwnBounds(openapi) as unknown as OpenApiDocument;
