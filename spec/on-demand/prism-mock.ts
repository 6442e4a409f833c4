import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const cli = createRequire(import.meta.url).resolve('@stoplight/prism-cli');
const announcement = /Prism is listening on (http:\S+)/;

export interface PrismMock {
  url: string;
  stop(): Promise<void>;
}

/** Starts Prism's mock of a description on a free port, in a process of its own. */
export async function startPrismMock(file: string, deadline = 15_000): Promise<PrismMock> {
  const child = spawn(process.execPath, [cli, 'mock', '--port', '0', file], {
    env: { ...process.env, NO_COLOR: '1', SCARF_ANALYTICS: 'false' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    kill();
    await exited;
    process.off('exit', kill);
  };

  let printed = '';
  const url = await new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), deadline);
    const listen = (chunk: Buffer) => {
      printed += chunk.toString();
      const found = announcement.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void exited.then(() => resolve(undefined)).finally(() => clearTimeout(timer));
  });
  if (url === undefined) {
    await stop();
    throw new Error(`Prism did not start. It printed:\n${printed}`);
  }
  return { url, stop };
}
