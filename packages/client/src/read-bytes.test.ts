import { expect, test } from 'vitest';
import { readBytes } from './read-bytes.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A response whose body comes in chunks, and how often that body was canceled. */
function chunked(chunks: readonly unknown[], headers: Record<string, string> = {}) {
  let canceled = 0;
  const body = new ReadableStream({
    start(stream) {
      for (const chunk of chunks) stream.enqueue(chunk);
      stream.close();
    },
    cancel() {
      canceled += 1;
    },
  });
  return { response: { body } as never, headers: new Headers(headers), canceled: () => canceled };
}

const read = async ({ response, headers }: ReturnType<typeof chunked>, most: number) => {
  const body = await readBytes(response, headers, most);
  return 'problem' in body ? body.problem : new TextDecoder().decode(body);
};

const tooLong = 'is longer than maxResponseBytes (3)';

test.for<[string, string[], number, string]>([
  ['no chunk', [], 3, ''],
  ['one chunk', ['abc'], 3, 'abc'],
  ['several chunks', ['a', 'bc', '', 'd'], 4, 'abcd'],
  ['a byte too many in one chunk', ['abcd'], 3, tooLong],
  ['a byte too many in all', ['ab', 'cd'], 3, tooLong],
  ['an empty chunk before the others', ['', 'abc', 'd'], 4, 'abcd'],
  ['many chunks of a byte', [...'abcdefghijklm'.repeat(100)], 1_300, 'abcdefghijklm'.repeat(100)],
  ['a thousand empty chunks', Array(1_000).fill(''), 3, ''],
  ['more empty chunks', ['abc', ...Array(1_001).fill('')], 3, 'has more than 1000 empty chunks'],
])('%s', async ([, chunks, most, text]) => {
  expect(await read(chunked(chunks.map(bytes)), most)).toBe(text);
});

test('what the header announces is not read if it is too long', async () => {
  expect(await read(chunked([bytes('abc')], { 'content-length': '3' }), 3)).toBe('abc');
  const announced = chunked([bytes('abc')], { 'content-length': '4' });
  expect([await read(announced, 3), announced.canceled()]).toEqual([tooLong, 1]);
});

test('a fetch without streams has the same limit', async () => {
  const of = (text: string) => ({ body: null, arrayBuffer: async () => bytes(text).buffer }) as never;
  expect(await readBytes(of('abc'), new Headers(), 3)).toEqual(bytes('abc'));
  expect(await readBytes(of('abcd'), new Headers(), 3)).toEqual({ problem: tooLong });
});

test('of chunks that are not bytes only the first is read', async () => {
  const body = chunked([{ length: 1 }, bytes('abc')]);
  expect([await read(body, 3), body.canceled()]).toEqual([tooLong, 1]);
});

test('a single chunk that is not a Uint8Array becomes one', async () => {
  const { response, headers } = chunked([new Uint8ClampedArray(bytes('abc'))]);
  const body = await readBytes(response, headers, 3);
  expect(body).toStrictEqual(bytes('abc'));
});
