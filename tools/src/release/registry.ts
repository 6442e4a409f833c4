import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { root } from '../paths.ts';

/** A registry of this machine, which knows what is published to it and asks npm's for everything else. */
export interface Registry {
  readonly url: string;
  close(): Promise<void>;
}

const verdaccio = '6.10.4';

/**
 * Starts a registry on a free port. npm brings Verdaccio into `.toolchain/`, once.
 *
 * @param folder - Where it keeps what is published.
 * @throws With all that it printed, if it ends before it listens.
 */
export async function startRegistry(folder: string): Promise<Registry> {
  const home = join(root, '.toolchain/verdaccio');
  mkdirSync(home, { recursive: true });
  // Verdaccio names node-fetch by a tag that not every mirror of npm has.
  const overrides = { 'node-fetch': '2.7.0', 'node-fetch-cjs': 'npm:node-fetch@2.7.0' };
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, overrides }));
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  const npm = { cwd: home, encoding: 'utf8', shell: process.platform === 'win32' } as const;
  execFileSync('npm', ['install', ...flags, `verdaccio@${verdaccio}`], npm);
  const uplink = execFileSync('npm', ['config', 'get', 'registry'], npm).trim();

  const config = join(folder, 'config.yaml');
  // JSON is YAML.
  const settings = {
    storage: join(folder, 'storage'),
    uplinks: { npm: { url: uplink } },
    packages: {
      '@truework-legacy/*': { access: '$all', publish: '$all' },
      '**': { access: '$all', proxy: 'npm' },
    },
    log: { type: 'stdout', level: 'warn' },
  };
  writeFileSync(config, JSON.stringify(settings));
  return listen(join(home, 'node_modules/verdaccio/bin/verdaccio'), config, await freePort());
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(program: string, config: string, port: number): Promise<Registry> {
  const url = `http://127.0.0.1:${port}/`;
  const child = spawn(process.execPath, [program, '--config', config, '--listen', url]);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let printed = '';
  return new Promise((resolve, reject) => {
    child.once('close', () => reject(new Error(`The registry ended before it listened.\n${printed}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed += chunk;
        if (!printed.includes(url)) return;
        resolve({
          url,
          async close() {
            child.kill();
            await ended;
          },
        });
      });
    }
  });
}
