import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CannotValidateError } from './validator.ts';

const oldest = 17;

/** What the search for Java needs to know about a machine. */
export interface Machine {
  /** What `JAVA_HOME` names. */
  home: string | undefined;
  isRoot: boolean;
  onDebian: boolean;
  /** The major version of a `java`. Undefined if it does not run. */
  majorVersion(java: string): number | undefined;
  /** Installs Debian's package. @returns What it printed. */
  install(): string;
}

/**
 * A `java` of version 17 or newer: that of `JAVA_HOME`, or the one on the path. On Debian, root gets it
 * installed if it is missing.
 *
 * @throws {@link CannotValidateError} with the command that installs it.
 */
export function findJava(machine: Machine = thisMachine()): string {
  const { home, onDebian, isRoot } = machine;
  const candidates = [...(home === undefined ? [] : [join(home, 'bin/java')]), 'java'];
  const found = () => candidates.find((java) => (machine.majorVersion(java) ?? 0) >= oldest);
  const java = found();
  if (java !== undefined) return java;
  if (onDebian && isRoot) {
    const printed = machine.install();
    const installed = found();
    if (installed !== undefined) return installed;
    const end = printed.trim().split('\n').slice(-8).join('\n');
    throw new CannotValidateError(`apt-get could not install default-jre-headless:\n${end}`);
  }
  const command = onDebian
    ? 'sudo apt-get install default-jre-headless'
    : 'your package manager, or from https://adoptium.net';
  throw new CannotValidateError(
    `Specmatic needs Java ${oldest} or newer, which is missing here. ` +
      `Install it with ${command}, or name one in JAVA_HOME.`,
  );
}

function thisMachine(): Machine {
  return {
    home: process.env['JAVA_HOME'],
    isRoot: process.getuid?.() === 0,
    onDebian: existsSync('/etc/debian_version'),
    majorVersion(java) {
      const { status, stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
      return status === 0 ? Number(/version "(\d+)/.exec(stderr)?.[1]) : undefined;
    },
    install() {
      console.log('Installing default-jre-headless, once, for Specmatic.');
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const runs = [['update'], ['install', '--yes', '--no-install-recommends', 'default-jre-headless']].map(
        (args) => spawnSync('apt-get', args, { env, encoding: 'utf8' }),
      );
      return runs.map(({ stdout, stderr }) => stdout + stderr).join('');
    },
  };
}
