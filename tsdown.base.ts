import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const spec = join(import.meta.dirname, 'spec');

/**
 * Settings of every build, for the package in the current folder: source and declaration maps that name files of the tarball. It
 * contains `src`, so the maps repeat no text; a file of the spec is copied to `dist/spec`.
 */
export const mapped = {
  sourcemap: true,
  outputOptions: {
    sourcemapExcludeSources: true,
    sourcemapPathTransform(source: string, map: string): string {
      const file = resolve(dirname(map), source);
      if (!file.startsWith(spec + sep)) return source;
      const copy = resolve('dist/spec', relative(spec, file));
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(file, copy);
      return relative(dirname(map), copy).replaceAll(sep, '/');
    },
  },
} as const;
