import { isAbsolute } from 'node:path';
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

/** Into one file: a build shares what several entry points declare, in files whose names change with their content. */
async function bundleDeclarations(file: string): Promise<string> {
  const build = await rolldown({
    input: file,
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    plugins: [dts({ dtsInput: true, emitDtsOnly: true, generator: 'oxc', tsconfig: false })],
  });
  const { output } = await build.generate({ format: 'es' });
  return output[0].code;
}
