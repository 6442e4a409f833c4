import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * Bundles a module into one file for browsers, as a user's build does. Our own packages are taken from their sources.
 *
 * @param code - The module's text. It imports packages by name, and files by their path from this package.
 * @param minify - False where a person may have to read what fails.
 */
export async function bundle(code: string, { minify }: { minify: boolean }): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: join(import.meta.dirname, '..'), loader: 'js' },
    bundle: true,
    minify,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    conditions: ['@truework-legacy/source'],
    legalComments: 'none',
    logLevel: 'silent',
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/**
 * What a module weighs where users notice: bundled for browsers, minified, `gzip -9`.
 *
 * @param code - As for {@link bundle}.
 * @returns kB, of 1000 bytes.
 */
export async function gzipSize(code: string): Promise<number> {
  return gzipSync(await bundle(code, { minify: true }), { level: 9 }).byteLength / 1000;
}
