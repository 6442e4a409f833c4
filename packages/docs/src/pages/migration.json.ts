import text from '@truework-legacy/spec/migration/2023-10-30.json?raw';

export const GET = () => new Response(text, { headers: { 'content-type': 'application/json' } });
