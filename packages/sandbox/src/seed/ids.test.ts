import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Ids, sequenceInId } from './ids.ts';

test('an id has its sequence, its type and 32 bytes of its own', () => {
  const ids = new Ids('a seed');
  const bytesOf = (type: 'verification' | 'report' | 'credentialsSession', sequence: number) =>
    Buffer.from(ids.object(type, sequence), 'base64url');
  expect(ids.object('verification', 1)).toMatch(/^[\w-]{56}$/);
  const heads = [
    bytesOf('verification', 1),
    bytesOf('report', 2 ** 32 + 5),
    bytesOf('credentialsSession', 2 ** 44),
  ];
  expect(heads.map((bytes) => bytes.toString('hex', 0, 10))).toEqual([
    '00000000000000010007',
    '0000000100000005000b',
    '00001000000000000001',
  ]);
  const macs = [
    bytesOf('verification', 1),
    bytesOf('verification', 2),
    bytesOf('report', 1),
    Buffer.from(new Ids('another seed').object('verification', 1), 'base64url'),
  ].map((bytes) => bytes.subarray(10).toString('hex'));
  expect(new Set(macs).size).toBe(4);
  // All of the hash, byte by byte: a part of it, or another form of its bytes, would be other ids.
  expect(macs[0]).toBe(hash('sha256', 'a seed:verification:1'));
});

test('a token has 32 bytes, by its purpose and its sequence', () => {
  const ids = new Ids('a seed');
  const tokens = [ids.token('a', 1), ids.token('a', 2), ids.token('b', 1), new Ids('b seed').token('a', 1)];
  expect(tokens.map((token) => Buffer.from(token, 'base64url').length)).toEqual([32, 32, 32, 32]);
  expect(new Set(tokens).size).toBe(4);
  expect(ids.token('a', 1)).toBe(tokens[0]);
});

test.for([0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 7, 2 ** 44 + 3, Number.MAX_SAFE_INTEGER])(
  'the sequence %d is read from its id again',
  (sequence) => {
    expect(sequenceInId(new Ids('x').object('report', sequence))).toBe(sequence);
  },
);

test.for(['', 'A'.repeat(55), 'A'.repeat(57), '_'.repeat(56), `${'!'.repeat(12)}${'A'.repeat(44)}`])(
  'no sequence is read from %s',
  (id) => {
    expect(sequenceInId(id)).toBe(0);
  },
);
