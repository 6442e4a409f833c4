import { apiVersion } from '../spec/index.ts';
import { httpDate } from '../time/index.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';

const about = `Truework API ${apiVersion} on your machine, for development and tests. Unofficial: not affiliated with Truework.`;
const readme = 'Options: truework-sandbox --help. Documentation: the README of @truework-legacy/sandbox.';

/** Whether a request is for the page that says what this server is. */
export function isForLanding({ method, target }: ApiRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && /^\/(?:\?|$)/.test(target);
}

/** Says what this server is and where to find everything: HTML for browsers, JSON if `Accept` asks for it, else text. */
export function landing(
  request: ApiRequest,
  { admin, nowMs }: { admin: boolean; nowMs: number },
): ApiResponse {
  const { origin } = request;
  const inspector = admin ? `${origin}/_sandbox/` : undefined;
  const accept = String(request.header('accept'));
  const [type, body] = accept.includes('text/html')
    ? ['text/html; charset=utf-8', page(origin, inspector)]
    : accept.includes('application/json')
      ? ['application/json', json(origin, inspector)]
      : ['text/plain; charset=utf-8', text(origin, inspector)];
  return {
    status: 200,
    headers: {
      Date: httpDate(nowMs),
      'Content-Type': type,
      'Content-Length': String(Buffer.byteLength(body)),
      Vary: 'Accept',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    },
    body: request.method === 'HEAD' ? undefined : body,
  };
}

function json(origin: string, inspector: string | undefined): string {
  return JSON.stringify({
    name: 'truework-sandbox',
    about,
    api: origin,
    ...(inspector === undefined ? {} : { inspector, adminApi: `${inspector}openapi.json` }),
    tryIt: curlCommand(origin),
    more: readme,
  });
}

function text(origin: string, inspector: string | undefined): string {
  const locations = [
    `  API        ${origin}`,
    ...(inspector === undefined
      ? []
      : [`  Inspector  ${inspector}`, `  Admin API  ${inspector}openapi.json`]),
  ];
  return `truework-sandbox: ${about}\n\n${locations.join('\n')}\n\nTry it:\n\n${curlCommand(origin)}\n\n${readme}\n`;
}

function page(origin: string, inspector: string | undefined): string {
  const links =
    inspector === undefined
      ? ''
      : '<ul><li><a href="/_sandbox/">Inspector</a>: requests, verifications, webhooks, faults and the clock</li><li><a href="/_sandbox/openapi.json">Admin API</a>: the same for programs, as an OpenAPI document</li></ul>';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Truework sandbox</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; background: light-dark(#fff, #14151a); color: light-dark(#1a1c23, #f2f3f7) }
a { color: light-dark(#2320b0, #a5a3ff) }
body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
pre { padding: 1rem; border: 1px solid; border-radius: .4rem; white-space: pre-wrap }
</style>
</head>
<body>
<main>
<h1>The sandbox is running</h1>
<p>${about}</p>
${links}
<h2>Try it</h2>
<pre>${escaped(curlCommand(origin))}</pre>
<p>${readme}</p>
</main>
</body>
</html>
`;
}

/** A command that creates a credentials session, to copy. */
export function curlCommand(url: string): string {
  const body = {
    type: 'employment-income',
    permissible_purpose: 'credit-application',
    use_case: 'mortgage',
    target: { first_name: 'Riley', last_name: 'Sample', social_security_number: '000-20-0000' },
  };
  return `curl ${url}/credentials/session -H 'Authorization: Bearer tw_sk_test_demo' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
