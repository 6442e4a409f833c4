import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of a Chromium or Chrome: the one that CHROMIUM_PATH names, or one in a usual place. On Debian, root has it installed
 * where there is none.
 *
 * @throws With the command that installs it.
 */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, and nothing is there. Correct it, or unset it.`);
  }
  const found = usualPlaces.find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('Installing chromium, once, for the browser tests.');
    const install = installOnDebian();
    const installed = usualPlaces.find((path) => existsSync(path));
    if (installed !== undefined) return installed;
    throw new Error(`apt-get could not install chromium:\n${install}`);
  }
  const command = existsSync('/etc/debian_version')
    ? 'sudo apt-get install chromium'
    : 'your package manager, or from https://www.google.com/chrome';
  throw new Error(
    `The browser tests need Chromium, and there is none. Install it with ${command}, or name one in CHROMIUM_PATH.`,
  );
}

/** @returns The last lines of what apt-get printed. */
function installOnDebian(): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  let output = '';
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const { stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
    output += stdout + stderr;
  }
  return output.split('\n').slice(-8).join('\n');
}
