/** Where a README says how to install a package that is not on npm yet. */
const beforeRelease = /^.*\bnot on npm yet\b[\s\S]*?^```sh install\n([\s\S]*?)^```$/gm;

/**
 * The README of a package that is on npm: it names the package where it named a tarball.
 *
 * @param readme - Its text. Returned as it is if it names no tarball.
 */
export function installFromNpm(readme: string): string {
  return readme.replaceAll(beforeRelease, (_, lines: string) => {
    const install = lines
      .split('\n')
      .filter((line) => line.startsWith('npm install'))
      .map((line) => line.replaceAll(/\S+\/packed\/(\w+)\.tgz/g, '@truework-legacy/$1'));
    return ['```sh install', ...install, '```'].join('\n');
  });
}
