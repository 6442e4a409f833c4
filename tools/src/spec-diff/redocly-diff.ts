import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runRedocly } from '../generation/redocly.ts';

/** One change in the report of `redocly diff --format json`: what of it is read here. */
export interface RedoclyChange {
  path: string;
  kind: 'added' | 'removed' | 'modified';
  impact: 'major' | 'minor' | 'patch';
  /** The rules that rated it. Without one, the impact is a guess from its kind. */
  verdicts: { ruleId: string; message: string }[];
  /** The value is missing if the pointer leads to a node that has no such property. */
  base?: { pointer: string; value?: unknown };
  revision?: { pointer: string; value?: unknown };
}

/**
 * What `redocly diff` says of two bundles.
 *
 * @throws With Redocly's own words if one of them is not an OpenAPI document, or a reference in it leads nowhere.
 */
export async function redoclyDiff(base: unknown, revision: unknown): Promise<RedoclyChange[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spec-diff-'));
  try {
    // A redocly.yaml that happens to be found turns the rules off that it does not name.
    await writeFile(join(folder, 'redocly.yaml'), 'extends: [diff-recommended]\n');
    await writeFile(join(folder, 'base.json'), JSON.stringify(base, null, 2));
    await writeFile(join(folder, 'revision.json'), JSON.stringify(revision, null, 2));
    const inputs = ['base.json', 'revision.json', '--config', 'redocly.yaml'];
    const stdout = await runRedocly(['diff', ...inputs, '--format', 'json', '--fail-on', 'none'], folder);
    return (JSON.parse(stdout) as { changes: RedoclyChange[] }).changes;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(`\`redocly diff\` failed.\n\n${stderr?.trim() || message}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
