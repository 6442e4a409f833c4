// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code of others.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type TextMutant } from './mutant.ts';

const client = 'packages/client/src/';
const generated = `${client}generated/`;
const sandbox = 'packages/sandbox/src/';

/** A mutant of behaviour that no rule for small changes makes. */
export interface BehaviourMutant extends TextMutant {
  readonly kind: 'fact of the client' | 'client' | 'sandbox';
}

/** Mistakes that take more than one small change: package, `id`, file, what stands there, what stands there instead. */
const list: [kind: 'client' | 'sandbox', id: string, file: string, find: string, replace: string][] = [
  ['client', 'redirects are followed', 'send.ts', "redirect: 'manual',", "redirect: 'follow' as never,"],
  [
    'client',
    'HTML is taken for JSON',
    'response.ts',
    'if (!contentType?.toLowerCase().startsWith(mediaType)) return',
    'if (data === null) return',
  ],
  [
    'client',
    'a wait ends in a state that nobody knows',
    'wait.ts',
    'if ((finalStates as readonly string[]).includes(seen.state)) watch.end = () => seen;',
    "if (!['pending-approval', 'processing', 'action-required'].includes(seen.state)) watch.end = () => seen;",
  ],
  [
    'client',
    'the ids of a report are exchanged',
    'generated/functions.gen.ts',
    'operations.getReport,\n    { ids: [verificationRequestId, verificationReportId], query },',
    'operations.getReport,\n    { ids: [verificationReportId, verificationRequestId], query },',
  ],
  [
    'client',
    'plain http goes anywhere',
    'environment.ts',
    "!(url.protocol === 'http:' && privateHost.test(url.hostname))",
    "url.protocol !== 'http:'",
  ],
  [
    'sandbox',
    'five digits stay of the social security number',
    'api/present-verification.ts',
    'return `***-**-${socialSecurityNumber.slice(-4)}`;',
    'return `***-*${socialSecurityNumber.slice(-5, -4)}-${socialSecurityNumber.slice(-4)}`;',
  ],
  [
    'sandbox',
    'the names are exchanged',
    'api/present-verification.ts',
    '  return {\n    first_name,\n    last_name,\n    ...(contact_email',
    '  return {\n    first_name: last_name,\n    last_name: first_name,\n    ...(contact_email',
  ],
  [
    'sandbox',
    'the price is a number',
    'api/present-verification.ts',
    "return { amount: type === 'employment' ? '34.95' : '42.95', currency: 'USD' };",
    "return { amount: (type === 'employment' ? 34.95 : 42.95) as never, currency: 'USD' };",
  ],
  [
    'sandbox',
    'date_of_completion is there before the end',
    'api/present-verification.ts',
    'date_of_completion: finishedMs === null ? null : apiTimestamp(finishedMs),',
    'date_of_completion: apiTimestamp(finishedMs ?? stored.createdMs),',
  ],
  [
    'sandbox',
    'the usual limit is 20',
    'api/operations/verifications.ts',
    'const { limit, offset, fields, income_analytics } = query;',
    'const { limit: asked, offset, fields, income_analytics } = query;\n  const limit = asked === 25 ? 20 : asked;',
  ],
  [
    'sandbox',
    'another account finds it',
    'api/steps.ts',
    'call.tenant = call.shared.tenants.visit(key);',
    "call.tenant = call.shared.tenants.visit('tw_sk_test_one');",
  ],
  [
    'sandbox',
    'the rate is counted over all operations',
    'api/steps.ts',
    'tenant.rates?.take(operation.id, tenant.rateTime())',
    "tenant.rates?.take('all', tenant.rateTime())",
  ],
  [
    'sandbox',
    'an internal error is shown outside',
    'api/request-validation.ts',
    '  addMessage(inside, rest, message);',
    '  addMessage(fields, rest, message);',
  ],
  [
    'sandbox',
    'the signature is by another key',
    'seed/signing.ts',
    "      this.#signature(this.#private(), date, contentLength, body).toString('base64'),",
    "      this.#signature(deriveKey(this.#seed, 'another'), date, contentLength, body).toString('base64'),",
  ],
  [
    'sandbox',
    'webhooks report the state before',
    'webhooks/events.ts',
    '({ id, state, sessionToken, input }: StoredVerification)',
    '({ id, history, sessionToken, input }: StoredVerification, { state } = history.at(-2)!)',
  ],
  [
    'sandbox',
    'a session orders at once',
    'api/operations/credentials-sessions.ts',
    '  return { status: 201, body: { id, token } };',
    '  context.tenant.credentialsSessions.complete(token);\n  return { status: 201, body: { id, token } };',
  ],
  [
    'sandbox',
    'the content length is one short',
    'api/steps.ts',
    "all['Content-Length'] = String(content?.byteLength ?? 0);",
    "all['Content-Length'] = String((content?.byteLength ?? 0) - 1);",
  ],
  [
    'sandbox',
    'the oldest comes first',
    'api/operations/verifications.ts',
    'verifications.map((verification) => show(',
    'verifications.toReversed().map((verification) => show(',
  ],
  [
    'sandbox',
    'ids do not follow from the seed',
    'sandbox.ts',
    'new Tenants(store, { clock, seed, verificationCap, rateLimits, people }, lifecycle)',
    'new Tenants(store, { clock, seed: `${seed}${Math.random()}`, verificationCap, rateLimits, people }, lifecycle)',
  ],
  [
    'sandbox',
    'a test person has made-up reports',
    'api/present-verification.ts',
    'given === undefined ? madeUp : completeReport(madeUp, given);',
    'given === undefined ? completeReport(madeUp, {}) : madeUp;',
  ],
];

/** Every mutant of this group: the list, and each fact that is generated for the client to run by. */
export function behaviourMutants(): BehaviourMutant[] {
  return [
    ...list.map(([kind, id, file, find, replace]) => ({
      kind,
      id,
      file: (kind === 'client' ? client : sandbox) + file,
      find,
      replace,
    })),
    ...[...operationMutants(), ...factMutants()].map((mutant) => ({
      kind: 'fact of the client' as const,
      ...mutant,
    })),
  ];
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
