import { createClient, type UserConfig } from '@hey-api/openapi-ts';
import { banner } from './banner.ts';

/** A document, and what is written from it. */
export type Run = Pick<UserConfig, 'input' | 'plugins'> & {
  /** A folder that the generator may empty and write to. */
  readonly folder: string;
};

/**
 * Runs the generator, for each of several documents. There is one type for each schema: read-only fields are in requests as JSON
 * Schema has them, and as validators check them.
 *
 * @throws What a plugin threw. The generator has an error without a message around it.
 */
export async function runGenerator(...runs: Run[]): Promise<void> {
  try {
    await createClient(
      runs.map(({ folder: path, ...run }) => ({
        ...run,
        parser: { transforms: { readWrite: false } },
        logs: { level: 'silent', file: false },
        output: { path, header: banner, entryFile: false, module: { extension: '.ts' } },
      })),
    );
  } catch (error) {
    throw (error as { originalError?: { error?: unknown } }).originalError?.error ?? error;
  }
}
