import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = dirname(fileURLToPath(import.meta.resolve('@truework-legacy/sandbox')));

/** The sandbox's `compose.yaml`. */
export const composeFile = readFileSync(join(sources, '../compose.yaml'), 'utf8');
