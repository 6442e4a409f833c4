import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSandbox } from '@truework-legacy/sandbox';
import { expect, it, vi } from 'vitest';
import { startProxy } from '../snippets/proxies/demo-proxy.ts';

it('proxies/node.sh sends what a program fetches through the proxy', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const folder = mkdtempSync(join(tmpdir(), 'truework-legacy-proxy-'));
  const sandbox = createSandbox();
  const proxy = await startProxy();
  try {
    const { url } = await sandbox.listen({ port: 0 });
    writeFileSync(join(folder, 'server.js'), `fetch('${url}').then(({ status }) => console.log(status));`);
    // No certificate of this test's own is known to anybody, so it speaks http, to an address that is excepted on the page.
    const script = readFileSync(join(import.meta.dirname, '../snippets/proxies/node.sh'), 'utf8')
      .replace('HTTPS_PROXY=http://proxy.example.com:3128', `HTTP_PROXY=${proxy.url}`)
      .replace('NO_PROXY=localhost,127.0.0.1,', 'NO_PROXY=')
      .replace(/^.*NODE_EXTRA_CA_CERTS.*$/m, '');
    const { stdout } = await promisify(execFile)('sh', ['-ec', script], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    });
    expect(stdout).toBe('200\n');
    expect(log).toHaveBeenCalledWith('proxy:', 'CONNECT');
  } finally {
    log.mockRestore();
    proxy.close();
    await sandbox.close();
    rmSync(folder, { recursive: true });
  }
});
