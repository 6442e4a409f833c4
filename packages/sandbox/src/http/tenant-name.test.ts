import { expect, test } from 'vitest';
import { shortKey } from './tenant-name.ts';

test.for([
  ['tw_sk_test_12345678', 'tw_sk_test_1…78'],
  ['tw_sk_test_123456789', 'tw_sk_test_…6789'],
  ['TWBT__1', 'TWBT__1…1'],
  ['TWBT__123456789', 'TWBT__…6789'],
])('%s is %s in short', ([key = '', short]) => expect(shortKey(key)).toBe(short));
