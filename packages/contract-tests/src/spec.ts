import type { OpenApiDocument } from '@truework-legacy/spec/document';
import openapi from '@truework-legacy/spec/openapi.json' with { type: 'json' };

/** The bundled spec. */
export const spec: OpenApiDocument = openapi as unknown as OpenApiDocument;
