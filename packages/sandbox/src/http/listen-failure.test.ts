import { expect, test } from 'vitest';
import { siteFailure } from './site.ts';
import { startFailure } from './start-failure.ts';

const failure = (code: string, syscall: string, message = 'raw') =>
  Object.assign(new Error(message), { code, syscall });

test.for([
  [
    failure('EADDRINUSE', 'listen'),
    'Port 4019 on 127.0.0.1 is in use. Stop what uses it, or choose another with --port 4020.',
  ],
  [
    failure('EACCES', 'listen'),
    'Port 4019 on 127.0.0.1 needs rights that you do not have. Choose one above 1023 with --port.',
  ],
  [
    failure('EADDRNOTAVAIL', 'listen'),
    'This machine has no address 127.0.0.1. Leave --host out for 127.0.0.1.',
  ],
  [
    failure('EMFILE', 'listen', 'too many open files'),
    'The sandbox cannot listen on port 4019 of 127.0.0.1: too many open files.',
  ],
  [
    failure('ENOTFOUND', 'getaddrinfo'),
    'No address is known for the host 127.0.0.1. Give --host an IP address of this machine, or leave it out for 127.0.0.1.',
  ],
  // The rights that are missing are not those to the port.
  [failure('EACCES', 'open', 'people.json may not be read.'), 'people.json may not be read.'],
] as const)('%s', ([error, sentence]) => {
  expect(startFailure(error, { host: '127.0.0.1', port: 4019 })).toBe(sentence);
});

test('proposes no port above the last', () => {
  expect(startFailure(failure('EADDRINUSE', 'listen'), { host: '::1', port: 65_535 })).toContain('--port 0.');
});

test.for([
  ['ENOENT', 'there is no such folder'],
  ['ENOTDIR', 'it is a file, not a folder'],
  ['EACCES', 'its folder may not be read'],
  ['EIO', 'EIO'],
])('a website whose folder fails with %s', ([code, reason]) => {
  expect(siteFailure('/site', code)).toMatchObject({
    code: 'invalid_site',
    message: `The website /site cannot be served: ${reason}. Give the path of a folder with an index.html.`,
  });
});
