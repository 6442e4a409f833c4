import { expect, test } from 'vitest';
import { reachable } from './listen.ts';

test.for([
  ['0.0.0.0', '127.0.0.1'],
  ['0', '127.0.0.1'],
  ['10.0.0.0', '10.0.0.0'],
  ['0.0.0.0.example', '0.0.0.0.example'],
  ['::', '[::1]'],
  ['0:0:0:0:0:0:0:0', '[::1]'],
  ['::2', '[::2]'],
  ['fe80::', '[fe80::]'],
  ['localhost', 'localhost'],
])('what listens on %s is reached as %s', ([host = '', name]) => expect(reachable(host)).toBe(name));
