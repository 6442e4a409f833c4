import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const debianPackage = 'chromium-headless-shell';
const usualPlaces = [
  // The same browser without its windows, which take half of the time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** What the search for Chromium needs to know about a machine. */
export interface Machine {
  exists(path: string): boolean;
  isRoot: boolean;
  /** The path that CHROMIUM_PATH names. */
  named: string | undefined;
  /** Installs Debian's package. @returns What was printed. */
  install(): string;
}

/**
 * Path of a Chromium or Chrome: the one that CHROMIUM_PATH names, or one in a usual place. On Debian, root has it installed
 * if the machine has none.
 *
 * @throws With the command that installs it.
 */
export function findChromium(machine: Machine = thisMachine()): string {
  const { named, exists } = machine;
  if (named !== undefined) {
    if (exists(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, and nothing is there. Correct it, or unset it.`);
  }
  const found = usualPlaces.find(exists);
  if (found !== undefined) return found;
  const onDebian = exists('/etc/debian_version');
  if (onDebian && machine.isRoot) {
    const printed = machine.install();
    const installed = usualPlaces.find(exists);
    if (installed !== undefined) return installed;
    throw new Error(
      `apt-get could not install ${debianPackage}:\n${printed.trim().split('\n').slice(-8).join('\n')}`,
    );
  }
  const command = onDebian
    ? `sudo apt-get install ${debianPackage}`
    : 'your package manager, or from https://www.google.com/chrome';
  throw new Error(
    `They need Chromium, which is missing. Install it with ${command}, or name one in CHROMIUM_PATH.`,
  );
}

function thisMachine(): Machine {
  return {
    exists: existsSync,
    isRoot: process.getuid?.() === 0,
    named: process.env['CHROMIUM_PATH'],
    install() {
      console.log(`Installing ${debianPackage}, once, for the browser tests.`);
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const runs = [['update'], ['install', '--yes', '--no-install-recommends', debianPackage]].map((args) =>
        spawnSync('apt-get', args, { env, encoding: 'utf8' }),
      );
      return runs.map(({ stdout, stderr }) => stdout + stderr).join('');
    },
  };
}
