import { describe, expect, test } from 'vitest';
import { specOperations } from '../spec/operations.ts';
import {
  apply,
  type FaultDescription,
  type FaultRuleInForce,
  faultCatalogue,
  readFault,
  readFaultRule,
} from './catalogue.ts';

const faults =
  'latency, status, redirect, connection-reset, lost-response, body-reset, stalled-body, truncated-body, empty-body, html, wrong-version, wrong-signature, duplicate, out-of-order';
const operations = specOperations.map(({ id }) => id).join(', ');
const webhooks = 'verificationRequestStateChange, credentialsSessionStateChange';
const notAnObject = 'A rule must be an object, such as {"operation": "*", "fault": "lost-response"}.';

function inForce(...rules: unknown[]): FaultRuleInForce[] {
  return rules.map((rule, index) => ({ id: index + 1, ...readFaultRule(rule), seen: 0, hits: 0 }));
}

/** The faults of so many calls of an operation. */
function withFault(
  rules: FaultRuleInForce[],
  calls: number,
  operation = 'getVerification',
): (string | undefined)[] {
  let now = rules;
  return Array.from({ length: calls }, () => {
    const { counted, fault } = apply(now, operation, 'response');
    now = now.map((rule) => counted.find(({ id }) => id === rule.id) ?? rule);
    return fault?.type;
  });
}

describe('readFaultRule', () => {
  test('fills in the defaults', () => {
    expect(readFaultRule({ operation: 'createVerification', fault: 'html' })).toEqual({
      operation: 'createVerification',
      after: 0,
      times: null,
      fault: 'html',
    });
  });

  test.each([
    [
      { operation: 'getVerifications', fault: 'html' },
      'unknown_operation',
      `The fault html cannot apply to "getVerifications". It can apply to ${operations}, or * for all of them.`,
    ],
    [
      { operation: 'getReport', fault: 'duplicate' },
      'unknown_operation',
      `The fault duplicate cannot apply to "getReport". It can apply to ${webhooks}, or * for all of them.`,
    ],
    [
      { fault: 'html' },
      'unknown_operation',
      `The fault html cannot apply to undefined. It can apply to ${operations}, or * for all of them.`,
    ],
    [{ operation: '*' }, 'unknown_fault', `A fault must be a string, not undefined. Use one of: ${faults}.`],
    [
      { operation: '*', fault: 'html', times: -1 },
      'invalid_fault',
      '`times` must be an integer of 0 or more.',
    ],
    [
      { operation: '*', fault: 'html', times: '2' },
      'invalid_fault',
      '`times` must be an integer of 0 or more.',
    ],
    [
      { operation: '*', fault: 'html', after: 1.5 },
      'invalid_fault',
      '`after` must be an integer of 0 or more.',
    ],
    ...[
      ['count', ''],
      ['befor', ''],
      ['time', ' Did you mean times?'],
      ['aftr', ' Did you mean after?'],
      ['fautl', ' Did you mean fault?'],
      ['operations', ' Did you mean operation?'],
    ].map(([name = '', meant]): [object, string, string] => [
      { operation: '*', fault: 'html', [name]: 1 },
      'invalid_fault',
      `Unknown field "${name}" of a rule.${meant} Its fields are: operation, after, times, fault.`,
    ]),
    [null, 'invalid_fault', notAnObject],
    [[], 'invalid_fault', notAnObject],
  ])('rejects %j with %s', (rule, code, message) => {
    expect(() => readFaultRule(rule)).toThrow(expect.objectContaining({ code, message }));
  });
});

describe('readFault', () => {
  test.each([
    ['lost-response', { type: 'lost-response' }],
    ['latency', { type: 'latency', duration: '1 second' }],
    ['latency; duration=3 seconds', { type: 'latency', duration: '3 seconds' }],
    ['latency;duration=30 days', { type: 'latency', duration: '30 days' }],
    ['latency;duration=250', { type: 'latency', duration: 250 }],
    ['status; code=400', { type: 'status', code: 400, 'retry-after-as': 'seconds' }],
    [
      'status; code=429; retry-after=2; retry-after-as=date',
      { type: 'status', code: 429, 'retry-after': 2, 'retry-after-as': 'date' },
    ],
    [
      'status; code=599; retry-after=86400',
      { type: 'status', code: 599, 'retry-after': 86_400, 'retry-after-as': 'seconds' },
    ],
    ['redirect', { type: 'redirect', location: 'https://elsewhere.example/' }],
    ['redirect; location=http://127.0.0.1:9/?a=b', { type: 'redirect', location: 'http://127.0.0.1:9/?a=b' }],
    ['out-of-order', { type: 'out-of-order', duration: '10 seconds' }],
    ['wrong-signature; how=another-key', { type: 'wrong-signature', how: 'another-key' }],
  ])('reads %s', (written, fault) => {
    expect(readFault(written)).toEqual(fault);
  });

  test('reads every fault of the catalogue by its name, except for required settings', () => {
    for (const [type, { settings }] of Object.entries<FaultDescription>(faultCatalogue)) {
      const required = Object.values(settings).some((setting) => setting.default === null);
      if (required) expect(() => readFault(type)).toThrow('It is required.');
      else expect(readFault(type).type).toBe(type);
    }
  });

  test.each([
    ['', `Unknown fault "". Use one of: ${faults}.`],
    ['__proto__', `Unknown fault "__proto__". Use one of: ${faults}.`],
    ['Html', `Unknown fault "Html". Did you mean html? Use one of: ${faults}.`],
    [
      'status; code',
      'Unknown setting "code" of the fault status. Its settings are: code, retry-after, retry-after-as. Write code=…',
    ],
    ['status', '`code` of the fault status: It is required.'],
    ...['399', '600', '500.5', ''].map((code): [string, string] => [
      `status; code=${code}`,
      '`code` of the fault status: It must be an integer from 400 to 599.',
    ]),
    ...['soon', '86401'].map((seconds): [string, string] => [
      `status; code=400; retry-after=${seconds}`,
      '`retry-after` of the fault status: It must be an integer from 0 to 86400.',
    ]),
    [
      'status; code=503; retry-after-as=x',
      '`retry-after-as` of the fault status: It must be one of: seconds, date.',
    ],
    ['latency; duration=31 days', '`duration` of the fault latency: It must be at most 30 days.'],
    [
      'latency; delay=5',
      'Unknown setting "delay=5" of the fault latency. Its settings are: duration. Write duration=…',
    ],
    ['html; __proto__=1', 'Unknown setting "__proto__=1" of the fault html. It has no settings.'],
    ...['/x', 'http://', 'ftp://a.example', 'xhttp://a.example'].map((location): [string, string] => [
      `redirect; location=${location}`,
      '`location` of the fault redirect: It must be an absolute http or https URL.',
    ]),
    [{ type: 'html' }, `A fault must be a string, not an object. Use one of: ${faults}.`],
  ])('rejects %j', (written, message) => {
    const code = message.includes('Use one of') ? 'unknown_fault' : 'invalid_fault';
    expect(() => readFault(written)).toThrow(expect.objectContaining({ code, message }));
  });

  test('rejects what is not a duration', () => {
    expect(() => readFault('latency; duration=a5')).toThrow(
      '`duration` of the fault latency: "a5" is not a duration.',
    );
  });
});

test('every fault and every setting is described', () => {
  const others = Object.entries(faultCatalogue).filter(([, { appliesTo }]) => appliesTo !== 'response');
  expect(others.map(([type, { appliesTo }]) => [type, appliesTo])).toEqual([
    ['duplicate', 'webhook'],
    ['out-of-order', 'webhook'],
  ]);
  for (const { description, settings } of Object.values<FaultDescription>(faultCatalogue)) {
    for (const described of [description, ...Object.values(settings).map((setting) => setting.description)])
      expect(described).toMatch(/^[A-Z].+\.$/);
  }
});

describe('apply', () => {
  test('lets the first ones pass, applies as often as it says, and counts', () => {
    const rules = inForce({ operation: 'getVerification', after: 1, times: 2, fault: 'html' });
    expect(withFault(rules, 5)).toEqual([undefined, 'html', 'html', undefined, undefined]);
    expect(apply(rules, 'getVerification', 'response').counted).toMatchObject([{ seen: 1, hits: 0 }]);
    expect(withFault(inForce({ operation: '*', fault: 'html' }), 3)).toEqual(['html', 'html', 'html']);
    expect(withFault(inForce({ operation: '*', times: 0, fault: 'html' }), 1)).toEqual([undefined]);
  });

  test('lets the oldest rule apply, and the next one go on after it', () => {
    const rules = inForce(
      { operation: '*', times: 1, fault: 'html' },
      { operation: 'getVerification', times: 1, fault: 'empty-body' },
    );
    expect(withFault(rules, 3)).toEqual(['html', 'empty-body', undefined]);
  });

  test('keeps to its operation, and to responses or webhooks', () => {
    const rules = inForce({ operation: 'getReport', fault: 'html' }, { operation: '*', fault: 'duplicate' });
    expect(withFault(rules, 1)).toEqual([undefined]);
    expect(apply(rules, 'getReport', 'response').fault?.type).toBe('html');
    const webhook = apply(rules, 'verificationRequestStateChange', 'webhook');
    expect(webhook.fault?.type).toBe('duplicate');
    expect(webhook.counted.map(({ id }) => id)).toEqual([2]);
  });
});
