import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** How to bundle. */
interface BundleOptions {
  /** False if a person may have to read what fails. */
  readonly minify: boolean;
  /**
   * Whether our own packages are taken as they ship, from `dist/`, which has to be built.
   * @defaultValue false: from their sources
   */
  readonly shipped?: boolean;
}

/**
 * Bundles a module into one file for browsers, as a user's build does.
 *
 * @param code - The module's text. It imports packages by name, and files by their path from this package.
 */
export async function bundle(code: string, { minify, shipped = false }: BundleOptions): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: join(import.meta.dirname, '..'), loader: 'js' },
    bundle: true,
    minify,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    conditions: shipped ? [] : ['@truework-legacy/source'],
    legalComments: 'none',
    logLevel: 'silent',
    write: false,
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/**
 * What a module weighs when users bundle it: for browsers, minified, `gzip -9`. Our own packages are weighed as they ship.
 *
 * @param code - As for {@link bundle}.
 * @returns kB, of 1000 bytes.
 */
export async function gzipSize(code: string): Promise<number> {
  return gzipSync(await bundle(code, { minify: true, shipped: true }), { level: 9 }).byteLength / 1000;
}
