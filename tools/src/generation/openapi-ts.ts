import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { banner } from './banner.ts';

/**
 * The types of client and sandbox and the zod validators, by @hey-api/openapi-ts.
 *
 * @param bundlePath - The bundled spec, JSON.
 * @param temporaryFolder - Where the generator may write.
 * @returns The text of each file by its path relative to the repository.
 */
export async function generateTypesAndValidators(
  bundlePath: string,
  temporaryFolder: string,
): Promise<Map<string, string>> {
  const shared = { input: bundlePath, logs: { level: 'silent' as const, file: false } };
  const folders = {
    'packages/client/src/generated': join(temporaryFolder, 'client'),
    'packages/zod/src/generated': join(temporaryFolder, 'zod'),
    'packages/sandbox/src/generated': join(temporaryFolder, 'sandbox'),
  };
  // The generator empties the folder it writes to, so it never sees a folder of the repository.
  const output = { header: banner, entryFile: false };
  // Types alone: what sends the requests is written by hand, see adr/0002.
  const types = { ...shared, plugins: [{ name: '@hey-api/typescript' as const, enums: false }] };
  await createClient([
    { ...types, output: { ...output, path: folders['packages/client/src/generated'] } },
    { ...types, output: { ...output, path: folders['packages/sandbox/src/generated'] } },
    {
      ...shared,
      output: { ...output, path: folders['packages/zod/src/generated'] },
      plugins: [
        { name: '@hey-api/typescript', enums: false },
        {
          name: 'zod',
          // RFC 3339 allows an offset, and so does `format: date-time` of the spec.
          dates: { offset: true },
          // One schema each for body, path, query and headers, built once instead of per call.
          requests: { shouldExtract: true },
        },
      ],
    },
  ]);
  const files = new Map<string, string>();
  for (const [folder, written] of Object.entries(folders)) {
    for (const name of (await readdir(written)).sort()) {
      const text = await readFile(join(written, name), 'utf8');
      files.set(`${folder}/${name}`, name === 'zod.gen.ts' ? typeRecursion(text) : text);
    }
  }
  return files;
}

/**
 * Gives a schema that holds itself the type of its name. The generator writes `any` there, which would spread to every
 * schema around it.
 */
function typeRecursion(validators: string): string {
  const names = new Set<string>();
  const typed = validators.replace(/z\.lazy\(\(\): any => z(\w+)\)/g, (_, name: string) => {
    names.add(name);
    return `z.lazy((): z.ZodType<${name}, ${name}> => z${name})`;
  });
  if (names.size === 0) return validators;
  const zodImport = "import * as z from 'zod';\n";
  if (!typed.includes(zodImport) || typed.includes(': any')) {
    throw new Error(
      'The validators have another form than typeRecursion knows. Look at what the generator writes now.',
    );
  }
  return typed.replace(
    zodImport,
    `${zodImport}import type { ${[...names].sort().join(', ')} } from './types.gen.ts';\n`,
  );
}
