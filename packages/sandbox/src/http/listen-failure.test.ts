import { expect, test } from 'vitest';
import { listenFailure } from './listen-failure.ts';
import { siteFailure } from './site.ts';

const failure = (code: string, syscall: string, message = 'raw') =>
  Object.assign(new Error(message), { code, syscall });

test.for([
  [
    failure('EADDRINUSE', 'listen'),
    'port_in_use',
    'Port 4019 on 127.0.0.1 is in use. Stop what uses it, or choose another port, such as 4020, or 0 for any free one.',
  ],
  [
    failure('EACCES', 'listen'),
    'port_denied',
    'Port 4019 on 127.0.0.1 needs rights that you do not have. Choose a port above 1023.',
  ],
  [
    failure('EADDRNOTAVAIL', 'listen'),
    'invalid_host',
    'This machine has no address 127.0.0.1. Leave the host out for 127.0.0.1.',
  ],
  [
    failure('EMFILE', 'listen', 'too many open files'),
    'listen_failed',
    'The sandbox cannot listen on port 4019 of 127.0.0.1: too many open files.',
  ],
  [
    failure('ENOTFOUND', 'getaddrinfo'),
    'invalid_host',
    'No address is known for the host 127.0.0.1. Use an IP address of this machine, or leave the host out for 127.0.0.1.',
  ],
] as const)('%s is %s', ([cause, code, message]) => {
  expect(listenFailure(cause, { host: '127.0.0.1', port: 4019 })).toMatchObject({ code, message, cause });
});

test('proposes no port above the last', () => {
  const cause = failure('EADDRINUSE', 'listen');
  expect(listenFailure(cause, { host: '::1', port: 65_535 }).message).toContain('such as 4019');
});

test.for([
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'it is a file, not a folder'],
  ['EACCES', 'its folder may not be read'],
  ['EIO', 'EIO'],
] as const)('a website whose folder fails with %s', ([code, reason]) => {
  expect(siteFailure('/site', code)).toMatchObject({
    code: 'invalid_site',
    message: `The website /site cannot be served: ${reason}. Give the path of a folder with an index.html.`,
  });
});
