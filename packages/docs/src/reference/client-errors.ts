import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = dirname(fileURLToPath(import.meta.resolve('@truework-legacy/client')));

/** An error of the client, as its source describes it. */
export interface ClientError {
  readonly code: string;
  readonly className: string;
  readonly meaning: string;
}

const declaration =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export class (\w+) extends \w+ \{(?:(?!\n\}\n)[\s\S])*?static override readonly code = '([\w-]+)'/g;

/** Every error of the client, in the order of its sources. */
export const clientErrors: readonly ClientError[] = globSync('{,*/}*.ts', {
  cwd: sources,
  exclude: ['**/*.test*.ts'],
})
  .sort()
  .flatMap((file) =>
    [...readFileSync(join(sources, file), 'utf8').matchAll(declaration)].map(
      ([, comment = '', className = '', code = '']) => ({
        code,
        className,
        meaning:
          comment
            .replace(/\n\s*\*\s?/g, ' ')
            .split(/\s@\w+/)[0]
            ?.replace(/\{@link ([\w.]+)\}/g, '`$1`')
            .trim() ?? '',
      }),
    ),
  );
