import { describe, expect, it } from 'vitest';
import { lastNameIn, namesIn, pointerTo, valueAt } from './json-pointer.ts';

const names = ['', 'a', 'a/b', 'a~b', '~1', '~01', '%', '%7E', 'a b', 'é', '{id}', '__proto__', '0', '#'];

describe('pointerTo and namesIn', () => {
  it.each(names.flatMap((one) => ['#', ''].map((form) => [form, one] as const)))(
    'in the form "%s", the name "%s" comes back as it was',
    (form, name) => {
      const pointer = pointerTo(form, name, 'between', name);
      expect(pointer.startsWith(`${form}/`)).toBe(true);
      expect(namesIn(pointer)).toEqual([name, 'between', name]);
    },
  );

  it('write what RFC 6901 does', () => {
    expect(pointerTo('#/paths', '/a~b/{id}', 'get', 'parameters', 0)).toBe(
      '#/paths/~1a~0b~1{id}/get/parameters/0',
    );
    expect([pointerTo('#', 'c%d'), pointerTo('', 'c%d')]).toEqual(['#/c%25d', '/c%d']);
  });

  it('read what others encode', () => {
    expect(namesIn('#/paths/~1a~1%7Bid%7D')).toEqual(['paths', '/a/{id}']);
    expect(namesIn('/paths/%7Bid%7D')).toEqual(['paths', '%7Bid%7D']);
    expect(namesIn('#/100%')).toEqual(['100%']);
  });

  it('know the whole document', () => {
    expect([namesIn('#'), namesIn('')]).toEqual([[], []]);
    expect([pointerTo('#'), pointerTo('')]).toEqual(['#', '']);
  });

  it('lastNameIn is the name of a component', () => {
    expect(lastNameIn('#/components/schemas/Money')).toBe('Money');
    expect(lastNameIn('#/paths/~1companies~1')).toBe('/companies/');
    expect(lastNameIn('#')).toBe('');
  });
});

describe('valueAt', () => {
  // The examples of RFC 6901, chapter 5.
  const document = {
    foo: ['bar', 'baz'],
    '': 0,
    'a/b': 1,
    'c%d': 2,
    'e^f': 3,
    'g|h': 4,
    'i\\j': 5,
    'k"l': 6,
    ' ': 7,
    'm~n': 8,
  };

  it.each([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/m~0n', 8],
    ['#', document],
    ['#/c%25d', 2],
    ['#/e%5Ef', 3],
    ['#/k%22l', 6],
    ['#/%20', 7],
    ['#/m~0n', 8],
  ])('%s', (pointer, value) => {
    expect(valueAt(document, pointer)).toEqual(value);
  });

  it.each([
    '/bar',
    '/foo/2',
    '/foo/01',
    '/foo/-',
    '/foo/length',
    '/foo/0/bar',
    '/constructor',
    '/__proto__/toString',
  ])('of %s is undefined', (pointer) => {
    expect(valueAt(document, pointer)).toBeUndefined();
  });
});
