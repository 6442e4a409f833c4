import text from '@truework-legacy/spec/openapi.yaml?raw';

export const GET = () => new Response(text, { headers: { 'content-type': 'application/yaml' } });
