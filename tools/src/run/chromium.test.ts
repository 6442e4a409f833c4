import { describe, expect, test } from 'vitest';
import { findChromium, type Machine } from './chromium.ts';

/** A machine with these files, on which nothing may be installed. */
function machine(files: string[], rest: Partial<Machine> = {}): Machine {
  return {
    exists: (path) => files.includes(path),
    isRoot: false,
    named: undefined,
    install: () => expect.unreachable('nothing was to be installed'),
    ...rest,
  };
}

describe('findChromium', () => {
  test('takes the one that CHROMIUM_PATH names before all others', () => {
    expect(findChromium(machine(['/opt/chromium', '/usr/bin/chromium'], { named: '/opt/chromium' }))).toBe(
      '/opt/chromium',
    );
  });

  test('does not look further if CHROMIUM_PATH names nothing', () => {
    const find = () => findChromium(machine(['/usr/bin/chromium'], { named: '/opt/chromium' }));
    expect(find).toThrow('CHROMIUM_PATH names /opt/chromium, and nothing is there. Correct it, or unset it.');
  });

  test('finds one in a usual place', () => {
    expect(findChromium(machine(['/usr/bin/google-chrome']))).toBe('/usr/bin/google-chrome');
  });

  test('has it installed for root on Debian', () => {
    const files = ['/etc/debian_version'];
    const install = () => {
      files.push('/usr/bin/chromium-headless-shell');
      return '';
    };
    expect(findChromium(machine(files, { isRoot: true, install }))).toBe('/usr/bin/chromium-headless-shell');
  });

  test('repeats what apt-get printed if that fails', () => {
    const find = () =>
      findChromium(machine(['/etc/debian_version'], { isRoot: true, install: () => 'E: no network' }));
    expect(find).toThrow('apt-get could not install chromium-headless-shell:\nE: no network');
  });

  test.for([
    ['on Debian', ['/etc/debian_version'], 'sudo apt-get install chromium-headless-shell'],
    ['elsewhere', [], 'your package manager'],
  ] as const)('names the command to somebody else %s', ([, files, command]) => {
    expect(() => findChromium(machine([...files]))).toThrow(command);
  });
});
