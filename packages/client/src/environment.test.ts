import { describe, expect, test } from 'vitest';
import { baseUrlOf } from './environment.ts';
import { ConfigurationError } from './errors.ts';

describe('baseUrlOf', () => {
  test('a name stands for a server of the spec', () => {
    expect(baseUrlOf('sandbox')).toBe('https://api.truework-sandbox.com');
    expect(baseUrlOf('production')).toBe('https://api.truework.com');
    expect(baseUrlOf('local')).toBe('http://127.0.0.1:4019');
  });

  test('a URL loses the slash at its end and keeps its path', () => {
    expect(baseUrlOf('https://proxy.example.com/truework/')).toBe('https://proxy.example.com/truework');
    expect(baseUrlOf(new URL('http://localhost:8080'))).toBe('http://localhost:8080');
  });

  test.for([
    'staging',
    'ftp://example.com',
    'http://example.com',
    'http://127.0.0.1.example.com',
    'https://user:secret@example.com',
    'https://example.com/?key=1',
  ])('%s is refused', (environment) => {
    expect(() => baseUrlOf(environment)).toThrow(ConfigurationError);
  });
});
