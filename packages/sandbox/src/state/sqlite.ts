import { createRequire } from 'node:module';
import { SandboxError } from '../errors/index.ts';

const require = createRequire(import.meta.url);

/** What the sandbox keeps its state in, which Node.js has from 22.13 on. */
export const { DatabaseSync } = loadSqlite();

function loadSqlite(): typeof import('node:sqlite') {
  const { emitWarning } = process;
  // Node.js 22 warns that its SQLite is experimental: nothing that users of the sandbox can do anything about.
  process.emitWarning = () => {};
  try {
    return require('node:sqlite');
  } catch {
    throw new SandboxError(
      'node_too_old',
      `@truework-legacy/sandbox needs Node.js 22.13 or newer, because it stores its state in node:sqlite. This is ${runtime()}. Run it on a newer Node.js: https://nodejs.org/en/download`,
    );
  } finally {
    process.emitWarning = emitWarning;
  }
}

function runtime(): string {
  const { bun, deno, node } = process.versions;
  if (bun !== undefined) return `Bun ${bun}`;
  if (deno !== undefined) return `Deno ${deno}`;
  return `Node.js ${node}`;
}
