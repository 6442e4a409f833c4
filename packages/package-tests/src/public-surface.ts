import { dirname, isAbsolute, join } from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { extractDts, resolvePackageEntries } from 'tsnapi';

/**
 * What a package lets its users see: the declarations of each entry point in one order, without comments, and those that they
 * refer to.
 *
 * @param folder - Where the package is installed.
 * @returns The text by the name of the entry point, such as `./webhooks`.
 */
export async function publicSurface(folder: string): Promise<Map<string, string>> {
  const surface = new Map<string, string>();
  for (const { name, dts: declarations } of await resolvePackageEntries(folder)) {
    if (declarations === null) throw new Error(`${name} of ${folder} has no types.`);
    const bundled = await bundleDeclarations(declarations);
    // The names of arguments and the values of constants are part of what users read.
    const settings = { omitArgumentNames: false, typeWidening: false, referenceTracingDepth: 100 };
    surface.set(name, await extractDts('index.d.ts', bundled, settings));
  }
  return surface;
}

/** What is exported from a module in CommonJS has its types in the declarations beside it. */
const typesOfCommonJs = {
  name: 'types-of-commonjs',
  resolveId: (id: string, importer: string | undefined) =>
    id.endsWith('.cjs') && importer !== undefined
      ? join(dirname(importer), id.replace(/\.cjs$/, '.d.cts'))
      : undefined,
};

/** Into one file: a build shares what several entry points declare, in files whose names change with their content. */
async function bundleDeclarations(file: string): Promise<string> {
  const build = await rolldown({
    input: file,
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    plugins: [typesOfCommonJs, dts({ dtsInput: true, emitDtsOnly: true, generator: 'oxc', tsconfig: false })],
  });
  const { output } = await build.generate({ format: 'es' });
  return output[0].code;
}
