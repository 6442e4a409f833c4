import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findJava, type Machine } from '../../third-party/java.ts';
import { CannotValidateError } from '../../third-party/validator.ts';

/** A machine with these versions of Java, by the command that runs them. */
function machine(versions: Record<string, number>, rest: Partial<Machine> = {}): Machine {
  return {
    home: undefined,
    isRoot: false,
    onDebian: false,
    majorVersion: (java) => versions[java],
    install: () => '',
    ...rest,
  };
}

const atHome = join('/opt/java', 'bin/java');

test('the Java of JAVA_HOME comes before the one on the path', () => {
  const both = { [atHome]: 21, java: 17 };
  expect(findJava(machine(both, { home: '/opt/java' }))).toBe(atHome);
  expect(findJava(machine(both))).toBe('java');
});

test('one that is too old is skipped', () => {
  expect(findJava(machine({ [atHome]: 8, java: 17 }, { home: '/opt/java' }))).toBe('java');
  expect(() => findJava(machine({ java: 11 }))).toThrow('Java 17 or newer');
});

test('if it is missing, the error has the command that installs it', () => {
  expect(() => findJava(machine({}))).toThrow(CannotValidateError);
  expect(() => findJava(machine({}, { onDebian: true }))).toThrow(
    'sudo apt-get install default-jre-headless',
  );
});

test('on Debian, root has it installed', () => {
  const versions: Record<string, number> = {};
  const install = () => {
    versions['java'] = 17;
    return '';
  };
  expect(findJava(machine(versions, { onDebian: true, isRoot: true, install }))).toBe('java');
  const failing = { onDebian: true, isRoot: true, install: () => 'E: no network' };
  expect(() => findJava(machine({}, failing))).toThrow('E: no network');
});
