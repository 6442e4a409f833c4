import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';

// A number in prose is the one in the code. `#` stands for it, in prose with its unit.

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8');

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const units: Readonly<Record<string, number>> = {
  ...{ s: 1_000, second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 },
  ...{ kB: 2 ** 10, MB: 2 ** 20, MiB: 2 ** 20 },
};

/** The only number that stands where `#` is in a pattern. Any space of it may be the end of a line. */
function numberAt(file: string, pattern: string, number: string): string[] {
  const [before = '', after = ''] = pattern
    .split('#')
    .map((text) => text.replaceAll(/[^\w ]/g, '\\$&').replaceAll(' ', '\\s+'));
  const [, value, unit = ''] = new RegExp(`${before}${number}${after}`, 'i').exec(read(file)) ?? [];
  expect(value, `${file} has no number in: ${pattern}`).toBeDefined();
  return [value ?? '', unit];
}

const inProse = `([\\d.,]*\\d|${words.join('|')})(?:\\s+(second|minute|hour|day|kB|MB|MiB|s\\b)s?)?`;
const inCode = '([\\d_.]+(?: \\*+ [\\d_]+)*)';

const client = 'client/README.md';
const sandbox = 'sandbox/README.md';
const bench = 'bench/README.md';
const guide = (name: string) => `docs/src/content/docs/${name}.mdx`;

it.for([
  [client, 'body | #', 'client/connection', 'timeoutMs: #'],
  [client, 'between them | #', 'client/connection', 'deadlineMs: #'],
  [client, 'may be retried | #', 'client/connection', 'retries: #'],
  [client, '`maxResponseBytes` (default: #)', 'client/connection', 'maxResponseBytes: #'],
  [client, 'is longer than # and nested', 'client/response', 'longestQuickBytes = #'],
  [client, 'nested more than # levels', 'client/response', 'deepest = #'],
  [client, '# (`settleMs`)', 'client/reconcile', 'defaultSettleMs = #'],
  [client, 'Its # begin with the failure', 'client/reconcile', 'defaultSettleMs = #'],
  [client, 'less often, from # to', 'client/wait', 'Math.max(#, Math.min'],
  [client, 'to at most # apart', 'client/wait', 'Math.min(#, Math.max'],
  [client, 'than `timeoutMs` (#) or return something', 'client/time-limit', 'defaultLimitMs = #'],
  [client, 'At most # issues', 'client/validation/find-issues', 'mostIssues = #'],
  [client, 'contains at most # characters', 'client/validation/standard-schemas', 'mostText = #'],
  [client, 'nested deeper than # levels', 'client/webhooks/event', 'deepest = #'],
  [client, '`maxBodyBytes` (#)', 'client/webhooks/webhook-handler', 'maxBodyBytes = #'],
  [client, 'more than # pieces', 'client/webhooks/collect-body', 'maxChunks = #'],
  [client, 'than `timeoutMs` (#), or something', 'client/time-limit', 'defaultLimitMs = #'],
  [client, '# events are being handled', 'client/webhooks/deduplicate', 'maxUnderWay = #'],
  [client, 'limited to # verifications', 'client/webhooks/deduplicate', 'maxEntries = #'],
  [client, 'verifications and #.', 'client/webhooks/deduplicate', 'maxAgeMs = #'],
  [client, 'It has at most # characters', 'client/signatures/signature-header', 'longest = #'],
  [guide('errors'), 'sure of that # after', 'client/reconcile', 'defaultSettleMs = #'],
  [guide('errors'), 'and the # together', 'client/reconcile', 'defaultSettleMs = #'],
  [guide('webhooks'), 'verifications for #, in memory', 'client/webhooks/deduplicate', 'maxAgeMs = #'],
  [guide('webhooks'), 'less often, up to # apart', 'client/wait', 'Math.min(#, Math.max'],
  [guide('sandbox'), '`processing` after #', 'sandbox/people/steps', 'pendingMs = #'],
  [guide('sandbox'), 'have up to # endpoints', 'sandbox/webhooks/endpoint', 'endpointLimit = #'],
  [guide('sandbox'), 'within # counts', 'sandbox/webhooks/tenant-webhooks', 'timeoutMs = #'],
  [
    guide('verifications'),
    'again, for one of its reports, for #',
    'sandbox/api/operations/verifications',
    'reverifyWithinMs = #',
  ],
  [sandbox, '`completed`, # each', 'sandbox/people/test-person', 'usualStepMs = #'],
  [sandbox, '`processing` after #', 'sandbox/people/steps', 'pendingMs = #'],
  [sandbox, 'within # counts', 'sandbox/webhooks/tenant-webhooks', 'timeoutMs = #'],
  [sandbox, 'After #, the others', 'sandbox/state/tenant-timeline', 'holdUpMs = #'],
  [sandbox, '**Rate.** # requests', 'sandbox/options', 'limit.perKey ?? #'],
  [sandbox, 'have # requests', 'sandbox/options', 'limit.perAddress ?? #'],
  [sandbox, '**Bodies.** At most #', 'sandbox/http/request-body', 'bodyLimitBytes = #'],
  [sandbox, 'and # levels of objects', 'sandbox/http/request-body', 'depthLimit = #'],
  [sandbox, '**Webhooks.** At most # endpoints', 'sandbox/webhooks/endpoint', 'endpointLimit = #'],
  [sandbox, 'The last # finished deliveries', 'sandbox/webhooks/webhook-rows', 'doneCount = #'],
  [sandbox, 'are stored, # in all', 'sandbox/webhooks/webhook-rows', 'deliveryCount = #'],
  [sandbox, '**Faults.** At most #', 'sandbox/faults/tenant-faults', 'ruleLimit = #'],
  [sandbox, '**Request log.** At most #', 'sandbox/http/request-log', 'callsPerKey = #'],
  [sandbox, 'requests of a key, # keys', 'sandbox/http/request-log', 'keyLimit = #'],
  [sandbox, 'keys and # in all', 'sandbox/http/request-log', 'byteLimit = #'],
  [sandbox, 'bodies up to #', 'sandbox/http/request-log', 'largestBodyBytes = #'],
  [sandbox, 'quotes at most # characters', 'sandbox/errors/quote', 'longest = #'],
  [
    'contract-tests/README.md',
    'polite: # requests per second',
    'contract-tests/live/gate',
    'requestsPerSecond = #',
  ],
  ['contract-tests/README.md', 'at most # creates', 'contract-tests/live/gate', 'createsPerRun = #'],
  [
    guide('validators'),
    'One operation is less than # kB there',
    'bench/validators',
    "mini/response'`, atMost: #",
  ],
  ['../CONTRIBUTING.md', 'run sends #', 'sandbox/test/malformed-requests.test.ts', 'inProcess = #'],
  [
    'contract-tests/README.md',
    'waits for # more',
    'contract-tests/mutation/generic/mutant-runner.ts',
    'limitMs: #',
  ],
  [
    'contract-tests/README.md',
    'than # times its',
    'contract-tests/mutation/generic/mutant-runner.ts',
    '+ # * usualMs',
  ],
  [bench, 'one operation alone # kB', 'bench/size', 'atMost: #,'],
  [bench, 'migrate # kB', 'bench/size', "['*', #]"],
  [bench, 'and peers | # ×, validated', 'bench/overhead', 'atMost: # } }'],
  [bench, '×, validated # ×', 'bench/overhead', 'atMost: # },'],
  [bench, 'adds to a process | # ms', 'bench/import-time', 'atMost: #'],
  [bench, 'compiled # × `JSON', 'bench/validators', "[compiled.name]: { of: 'ratio', atMost: #"],
  [bench, 'else # × ajv', 'bench/validators', "[interpreted.name]: { of: 'ratio', atMost: #"],
  [bench, 'in process # × emulate', 'bench/sandbox', "{ of: 'ratio', atLeast: #"],
  [bench, 'emulate; # ms and', 'bench/sandbox', "budget: { of: 'figure', atMost: #"],
  [bench, 'ms and # ms', 'bench/sandbox', "median(created), budget: { of: 'figure', atMost: #"],
  [bench, '; # × of 100', 'bench/sandbox', "...row, budget: { of: 'ratio', atMost: #"],
  [bench, '# × of that, heap', 'bench/sandbox-memory', 'atMost: #'],
] as const)('%s: %s', ([file, prose, source, line]) => {
  const [said = '', unit = ''] = numberAt(file, prose, inProse);
  const [code = ''] = numberAt(
    source.endsWith('.ts') ? source : source.replace(/\/(.*)/, '/src/$1.ts'),
    line,
    inCode,
  );
  const spelled = words.indexOf(said.toLowerCase());
  const number = spelled < 0 ? Number(said.replaceAll(',', '')) : spelled;
  expect(number * (units[unit] ?? 1), `${source}: ${line}`).toBe(runInNewContext(code.replaceAll('_', '')));
});
