import { expect, test } from 'vitest';
import { testClock } from '../../test/support/test-clock.ts';
import { collectBody } from './collect-body.ts';
import type { RawBody } from './raw-body.ts';

const limits = { maxBodyBytes: 4, timeoutMs: 1_000, clock: testClock() };

async function* chunksOf(...chunks: RawBody[]): AsyncGenerator<RawBody> {
  yield* chunks;
}

const collect = async (body: AsyncIterable<RawBody> | RawBody) =>
  new TextDecoder().decode(await collectBody('sample', body, limits));

test.for<[string, RawBody[], string]>([
  ['nothing', [], ''],
  ['one chunk', ['abcd'], 'abcd'],
  ['strings and bytes', ['a', new Uint8Array([98]), '', 'c'], 'abc'],
  ['what is longer in bytes than in characters', ['é', '€'.slice(0, 0), 'é'], 'éé'],
])('a body of %s is joined', async ([, chunks, text]) => {
  expect(await collect(chunksOf(...chunks))).toBe(text);
});

test.for<[string, RawBody[]]>([
  ['one chunk', ['abcde']],
  ['several', ['ab', 'cd', 'e']],
  ['bytes, not characters', ['ééé']],
])('a byte too many is rejected, in %s', async ([, chunks]) => {
  await expect(collect(chunksOf(...chunks))).rejects.toMatchObject({
    reason: 'body-too-large',
    message: 'The body is longer than maxBodyBytes (4).',
  });
});

test('a body that is there has the same limit', async () => {
  expect(await collect('abcd')).toBe('abcd');
  await expect(collect('abcde')).rejects.toMatchObject({ reason: 'body-too-large' });
});

test('what is too large is read to its end, up to 16 MiB more, so that the response arrives', async () => {
  const mebibyte = new Uint8Array(2 ** 20);
  const readOf = async (mebibytes: number) => {
    let read = 0;
    async function* body(): AsyncGenerator<RawBody> {
      for (; read < mebibytes; read += 1) yield mebibyte;
    }
    const collected = collectBody('sample', body(), { ...limits, maxBodyBytes: 2 ** 20 });
    await expect(collected).rejects.toMatchObject({ reason: 'body-too-large' });
    return read;
  };
  expect(await readOf(10)).toBe(10);
  // The one after which it stops was yielded, but not counted.
  expect(await readOf(1_000)).toBe(17);
});

test('empty chunks do not go on for ever', async () => {
  const empty = async (count: number) => {
    let read = 0;
    async function* body(): AsyncGenerator<RawBody> {
      for (; read < count; read += 1) yield '';
    }
    return await collect(body()).then(
      () => read,
      (error: Error) => [error.message, read],
    );
  };
  expect(await empty(100_000)).toBe(100_000);
  expect(await empty(1_000_000)).toEqual(['The body arrives in more than 100000 chunks.', 100_000]);
});

test('what takes too long is read no further', async () => {
  const clock = testClock();
  let read = 0;
  async function* body(): AsyncGenerator<RawBody> {
    for (; read < 3; read += 1) {
      await new Promise<void>((resolve) => clock.after(600, resolve));
      yield '';
    }
  }
  const collected = expect(collectBody('sample', body(), { ...limits, clock })).rejects.toMatchObject({
    reason: 'body-timeout',
    message: 'The body took longer than timeoutMs (1000).',
  });
  await clock.advance(10_000);
  await collected;
  expect(read).toBe(1);
});
