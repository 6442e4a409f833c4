import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const spec = join(import.meta.dirname, 'spec');

export const mapped = {
  sourcemap: true,
  outputOptions: {
    sourcemapExcludeSources: true,
    sourcemapPathTransform(source, map) {
      const file = resolve(dirname(map), source);
      if (!file.startsWith(spec + sep)) return source;
      const copy = resolve('dist/spec', relative(spec, file));
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(file, copy);
      return relative(dirname(map), copy).replaceAll(sep, '/');
    },
  },
};
