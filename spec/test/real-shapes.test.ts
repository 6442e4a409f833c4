import { describe, expect, it } from 'vitest';
import { realShapes } from './real-shapes.ts';
import { errorsOf } from './schema-validator.ts';

describe.for(Object.entries(realShapes))('a known shape of %s', ([schema, shapes]) => {
  it.for(Object.entries(shapes))('%s', ([, body]) => {
    expect(errorsOf(body, `#/components/schemas/${schema}`)).toEqual([]);
  });
});
