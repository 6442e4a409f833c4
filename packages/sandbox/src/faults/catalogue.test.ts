import { describe, expect, test } from 'vitest';
import {
  apply,
  type FaultDescription,
  type FaultRuleInForce,
  faultCatalogue,
  readFault,
  readFaultRule,
} from './catalogue.ts';

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
      /It can apply to .*getVerification/,
    ],
    [{ operation: 'getReport', fault: 'duplicate' }, 'unknown_operation', /verificationRequestStateChange/],
    [{ operation: 'verificationRequestStateChange', fault: 'html' }, 'unknown_operation', /getReport/],
    [{ fault: 'html' }, 'unknown_operation', /getReport/],
    [{ operation: '*', fault: 'timeout' }, 'unknown_fault', /Use one of: latency, .*out-of-order/],
    [{ operation: '*' }, 'unknown_fault', /Use one of/],
    [{ operation: '*', fault: 'html', times: -1 }, 'invalid_fault', /`times`/],
    [{ operation: '*', fault: 'html', times: '2' }, 'invalid_fault', /`times`/],
    [{ operation: '*', fault: 'html', after: 1.5 }, 'invalid_fault', /`after`/],
    [{ operation: '*', fault: 'html', count: 1 }, 'invalid_fault', /"count".*times/],
    [null, 'invalid_fault', /object/],
    [[], 'invalid_fault', /object/],
  ])('rejects %j with %s', (rule, code, message) => {
    expect(() => readFaultRule(rule)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});

describe('readFault', () => {
  test.each([
    ['lost-response', { type: 'lost-response' }],
    ['latency', { type: 'latency', duration: '1 second' }],
    ['latency; duration=3 seconds', { type: 'latency', duration: '3 seconds' }],
    ['latency;duration=250', { type: 'latency', duration: 250 }],
    ['status; code=503', { type: 'status', code: 503, 'retry-after-as': 'seconds' }],
    [
      'status; code=429; retry-after=2; retry-after-as=date',
      { type: 'status', code: 429, 'retry-after': 2, 'retry-after-as': 'date' },
    ],
    [
      'status; code=599; retry-after=86400',
      { type: 'status', code: 599, 'retry-after': 86_400, 'retry-after-as': 'seconds' },
    ],
    ['redirect; location=http://127.0.0.1:9/?a=b', { type: 'redirect', location: 'http://127.0.0.1:9/?a=b' }],
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
    ['', 'unknown_fault', /Use one of/],
    ['__proto__', 'unknown_fault', /Use one of/],
    ['Html', 'unknown_fault', /Use one of/],
    ['status; 503', 'invalid_fault', /Its settings are: code, retry-after, retry-after-as/],
    ['status; code=200', 'invalid_fault', /400 to 599/],
    ['status; code=503; retry-after=soon', 'invalid_fault', /0 to 86400/],
    ['status; code=503; retry-after-as=x', 'invalid_fault', /seconds, date/],
    ['latency; duration=1 moon', 'invalid_fault', /is not a duration/],
    ['latency; duration=31 days', 'invalid_fault', /at most 30 days/],
    ['latency; delay=5', 'invalid_fault', /"delay=5".*duration/],
    ['html; code=5', 'invalid_fault', /no settings/],
    ['html; __proto__=1', 'invalid_fault', /no settings/],
    ['redirect; location=/x', 'invalid_fault', /absolute/],
    ['wrong-signature; how=x', 'invalid_fault', /another-key/],
    [{ type: 'html' }, 'unknown_fault', /Use one of/],
  ])('rejects %j', (written, code, message) => {
    expect(() => readFault(written)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});

test('every fault and every setting is described', () => {
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
