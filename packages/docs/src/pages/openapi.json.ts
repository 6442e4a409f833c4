import text from '@truework-legacy/spec/openapi.json?raw';

export const GET = () => new Response(text, { headers: { 'content-type': 'application/json' } });
