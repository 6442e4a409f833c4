// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code of others.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type TextMutant } from './mutant.ts';

const generated = 'packages/client/src/generated/';
const source = 'packages/client/src/';

/** `id`, file below the client's sources, what stands there, what stands there instead. */
const written: [id: string, file: string, find: string, replace: string][] = [
  [
    'a create is retried after a failure',
    'retry.ts',
    "const mayRetry = isRateLimited || (retry === 'safe' && isTransient(failure));",
    'const mayRetry = isRateLimited || isTransient(failure);',
  ],
  [
    'nothing is retried',
    'retry.ts',
    'if (attempt > retries || !mayRetry) return undefined;',
    'if (attempt > 0) return undefined;',
  ],
  [
    '429 is not retried',
    'retry.ts',
    'const isRateLimited = failure instanceof RateLimitedError;',
    'const isRateLimited = failure instanceof ServerError;',
  ],
  ['one attempt too many', 'retry.ts', 'if (attempt > retries ||', 'if (attempt > retries + 1 ||'],
  [
    'Retry-After is ignored',
    'retry.ts',
    'if (failure.retryAfterMs !== undefined) return failure.retryAfterMs;',
    '',
  ],
  [
    'Retry-After is taken for milliseconds',
    'retry.ts',
    'return Number(text) * 1_000;',
    'return Number(text);',
  ],
  ['redirects are followed', 'send.ts', "redirect: 'manual',", "redirect: 'follow' as never,"],
  [
    'an id may climb',
    'request.ts',
    "if (typeof id !== 'string' || ['', '.', '..'].includes(id)) return undefined;",
    "if (typeof id !== 'string') return undefined;",
  ],
  [
    'an id is not encoded',
    'request.ts',
    'return ignoringErrors(() => encodeURIComponent(id));',
    'return id;',
  ],
  [
    'a create whose outcome is unknown is a plain failure',
    'ambiguous-outcome.ts',
    'if (!isSuccess && (wasNotSent(failure) || wasRejected(failure))) return failure;',
    'if (failure) return failure;',
  ],
  [
    'a create that was never sent is ambiguous',
    'ambiguous-outcome.ts',
    'return failure instanceof NetworkError && !failure.sent;',
    'return false;',
  ],
  [
    'a create that was rejected is ambiguous',
    'ambiguous-outcome.ts',
    'rejections.includes(failure.code) ||',
    'false ||',
  ],
  [
    'plain http goes anywhere',
    'environment.ts',
    "!(url.protocol === 'http:' && isPrivate(url.hostname))",
    "url.protocol !== 'http:'",
  ],
  ['a publishable key is taken', 'environment.ts', '/^(tw_sk_|TWBT__)', '/^(tw_sk_|tw_pk_|TWBT__)'],
  ['no signature is checked', 'response.ts', 'runCheck(signatures, shown,', 'runCheck(undefined, shown,'],
  [
    'signatures are not given the bytes',
    'response.ts',
    'sentMs, status, query, data, body, warn,',
    'sentMs, status, query, data, body: undefined, warn,',
  ],
  [
    'HTML is taken for JSON',
    'response.ts',
    "if (!headers.get('content-type')?.toLowerCase().startsWith(mediaType)) return",
    'if (data === null) return',
  ],
  [
    'a later version is not warned of',
    'response.ts',
    "if (isOther || headers.get('deprecation') !== null || headers.get('sunset') !== null) {",
    "if (headers.get('sunset') !== null) {",
  ],
  [
    'the social security number shows in errors',
    'redact.ts',
    'return (text) => (text.length > longest ? redacted : text.replace(pattern, redacted));',
    'return (text) => text;',
  ],
  ['404 is a permission', 'error-from-response.ts', '404: NotFoundError,', '404: PermissionError,'],
  ['451 is a server error', 'error-from-response.ts', '  451: FrozenDataError,\n', ''],
  ['406 is a server error', 'error-from-response.ts', '  406: VersionRejectedError,\n', ''],
  [
    'a list stops after a page',
    'pagination.ts',
    'if (!next || !top || offset >= count) return;',
    'if (next || !top || offset >= count) return;',
  ],
  [
    'a list shows items twice',
    'pagination.ts',
    'const fresh = results.filter(({ id }) => !seen.has(id));',
    'const fresh = results.filter(() => true);',
  ],
  ['a list begins anew on each page', 'pagination.ts', 'offset += step;', 'offset += 0;'],
  ['reconcile finds nothing', 'reconcile.ts', 'if (one) return one;', 'if (one) return undefined;'],
  [
    'the PDF is not asked for',
    'generated/functions.gen.ts',
    "operations.getReport,\n    {\n      ids: [verificationRequestId, verificationReportId],\n      query,\n      mediaType: 'application/pdf',",
    'operations.getReport,\n    {\n      ids: [verificationRequestId, verificationReportId],\n      query,',
  ],
  [
    'the ids of a report are exchanged',
    'generated/functions.gen.ts',
    'operations.getReport,\n    { ids: [verificationRequestId, verificationReportId], query },',
    'operations.getReport,\n    { ids: [verificationReportId, verificationRequestId], query },',
  ],
  [
    'the query is not sent',
    'generated/functions.gen.ts',
    'return connection.call(operations.getVerification, { ids: [verificationRequestId], query }, options);',
    'return connection.call(operations.getVerification, { ids: [verificationRequestId] }, options);',
  ],
  [
    'the body of a cancellation is not sent',
    'generated/functions.gen.ts',
    'operations.cancelVerification,\n    { ids: [verificationRequestId], body: { input } },',
    'operations.cancelVerification,\n    { ids: [verificationRequestId] },',
  ],
  ['Request-Sync is not sent', 'request.ts', '...(options && headersAmong(options, operation)),', ''],
  [
    'the version is not asked for',
    'request.ts',
    'accept: `${mediaType}; version=${apiVersion}`,',
    'accept: mediaType,',
  ],
  [
    'the key is sent without its scheme',
    'request.ts',
    'authorization: `Bearer ${token}`,',
    'authorization: token,',
  ],
  [
    'a wait ends in a state that nobody knows',
    'wait.ts',
    'const isFinal = (finalStates as readonly string[]).includes(watch.seen.state);',
    "const isFinal = !['pending-approval', 'processing', 'action-required'].includes(watch.seen.state);",
  ],
  [
    'a webhook with a wrong token is handled',
    'webhooks/token-check.ts',
    'if (matches === 0) {',
    'if (matches < 0) {',
  ],
];

/** A mutant of the client, generated or written. */
export interface ClientMutant extends TextMutant {
  readonly kind: 'generated' | 'written';
}

/** Every mutant of the client's code. */
export function clientMutants(): ClientMutant[] {
  return [
    ...generatedMutants().map((mutant): ClientMutant => ({ kind: 'generated', ...mutant })),
    ...written.map(
      ([id, file, find, replace]): ClientMutant => ({
        kind: 'written',
        id,
        file: source + file,
        find,
        replace,
      }),
    ),
  ];
}

/** The facts that are generated for the client to run by: each of them wrong once. */
function generatedMutants(): TextMutant[] {
  return [...operationMutants(), ...factMutants()];
}

function operationMutants(): TextMutant[] {
  const file = `${generated}operations.gen.ts`;
  const blocks =
    readFileSync(join(root, file), 'utf8').match(/export const \w+ = \{[\s\S]*?\n\} as const;/g) ?? [];
  return blocks.flatMap((block) => {
    const name = /export const (\w+)/.exec(block)?.[1] ?? '';
    const change = (what: string, from: RegExp, to: string): TextMutant => ({
      id: `${name}: ${what}`,
      file,
      find: block,
      replace: block.replace(from, to),
    });
    const method = /method: '(\w+)'/.exec(block)?.[1];
    const retry = /retry: '(\w+)'/.exec(block)?.[1];
    return [
      change('another id', /id: '\w+'/, "id: 'anotherOperation'"),
      change('another method', /method: '\w+'/, `method: '${method === 'GET' ? 'POST' : 'GET'}'`),
      change('a path that is longer', /path: '/, "path: '/v1"),
      change(
        'a path with another end',
        /(path: '[^']*?)(\/?)'/,
        block.match(/path: '[^']*?\/'/) ? "$1'" : "$1/'",
      ),
      change('repeated or not', /retry: '\w+'/, `retry: '${retry === 'safe' ? 'never' : 'safe'}'`),
    ];
  });
}

function factMutants(): TextMutant[] {
  const file = `${generated}api.gen.ts`;
  const text = readFileSync(join(root, file), 'utf8');
  const strings = [...text.matchAll(/'([^']+)'/g)].map(([quoted, value = '']) => ({ quoted, value }));
  return strings.map(({ quoted, value }) => {
    const line = text.split('\n').find((candidate) => candidate.includes(quoted)) ?? '';
    return {
      id: `another ${value}`,
      file,
      find: `${line}\n`,
      replace: `${line.replace(quoted, `'${value}x'`)}\n`,
    };
  });
}
