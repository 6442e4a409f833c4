import { describe, expect, test } from 'vitest';
import { baseUrlOf, checkToken } from './environment.ts';
import { ConfigurationError } from './errors.ts';

const testKey = 'tw_sk_test_sample';

describe('baseUrlOf', () => {
  test('a name is a server of the spec', () => {
    expect(baseUrlOf('sandbox', testKey)).toBe('https://api.truework-sandbox.com');
    expect(baseUrlOf('production', 'tw_sk_live')).toBe('https://api.truework.com');
    expect(baseUrlOf('local', testKey)).toBe('http://127.0.0.1:4019');
  });

  test('a URL loses its trailing slash, but not its path', () => {
    expect(baseUrlOf('https://proxy.example.com/truework/', 'tw_sk_live')).toBe(
      'https://proxy.example.com/truework',
    );
    expect(baseUrlOf(new URL('http://localhost:8080'), testKey)).toBe('http://localhost:8080');
    expect(baseUrlOf('http://localhost:8080/a//', testKey)).toBe('http://localhost:8080/a');
  });

  test.for([
    'staging',
    'ftp://example.com',
    'http://example.com',
    'http://127.0.0.1.example.com',
    'http://10.example.com',
    'ftp://localhost',
    'http://172.32.0.1',
    'http://192.169.0.1',
    'http://11.0.0.1',
    'http://8.8.8.8',
    'http://[2606:4700::1111]',
    'http://localhost.example.com',
    'https://user:secret@example.com',
    'https://example.com/?key=1',
    undefined,
    null,
    7,
    {},
  ])('%s is rejected', (environment) => {
    expect(() => baseUrlOf(environment as string, testKey)).toThrow(
      /^environment must (be sandbox, production, local or a base URL without a query, not .*|use https, or http to this machine, a private address or a host name without a dot)\.$/,
    );
  });

  const privateHosts = [
    'http://127.0.0.1:4019',
    'http://127.1.2.3',
    'http://localhost:4019',
    'http://api.localhost',
    'http://[::1]:4019',
    'http://truework-sandbox:4019',
    'http://host.docker.internal:4019',
    'http://10.0.0.7',
    'http://172.16.0.2',
    'http://172.31.255.1',
    'http://192.168.1.20',
    'http://169.254.1.1',
    'http://[fd00::7]',
    'http://[fe80::1]',
  ];

  test.for(privateHosts)('a test key may go to %s', (url) => {
    expect(baseUrlOf(url, testKey)).toBe(url);
  });

  test.for(privateHosts.flatMap((url) => [['tw_sk_live', url] as const, ['TWBT__key', url] as const]))(
    '%s may not go to %s',
    ([token, url]) => {
      expect(() => baseUrlOf(url, token)).toThrow('only a tw_sk_test_ key may be sent over http');
    },
  );
});

describe('checkToken', () => {
  test.for([
    ['', 'token is empty. Is the variable set?'],
    [undefined, 'token must be a string, not undefined. Is the variable set?'],
    [null, 'token must be a string, not null. Is the variable set?'],
    ['tw_sk_test_c4n4ry\n', 'token has spaces or a line break around it. Trim it.'],
    [' tw_sk_test_c4n4ry', 'token has spaces or a line break around it. Trim it.'],
    ['Bearer tw_sk_test_c4n4ry', 'token must be the key alone, without "Bearer".'],
    [
      'tw_pk_test_c4n4ry',
      'token is a publishable key (tw_pk_), which is for browsers. Use a secret key (tw_sk_).',
    ],
    ['xtw_sk_test_c4n4ry', 'token must be a secret key, which begins with tw_sk_.'],
    ['c4n4ry', 'token must be a secret key, which begins with tw_sk_.'],
    ['tw_sk_test_c4n 4ry', 'token must be a secret key, which begins with tw_sk_.'],
  ] as const)('%j: %s', ([token, message]) => {
    expect(() => checkToken(token)).toThrow(new ConfigurationError(message));
  });

  test.for(['tw_sk_live_sample', 'TWBT__sample', 'tw_sk_test_bearer'])('%s is a key', (token) => {
    checkToken(token);
  });
});
