'use strict';

// Runs a command of this repository on a machine that has only Node.js and npm: brings the Node.js and the pnpm that the
// tools need where the machine's own are older or absent, installs the packages, and hands over to
// tools/src/<command>.ts, or to the script whose path it is given.
// Written in the JavaScript of 2015, so that a Node.js that is too old can still read the sentence that says so.

const childProcess = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const OLDEST_NODE_FOR_BOOTSTRAP = 18;
const OLDEST_NODE_FOR_TOOLS = 24;
const PNPM_MAJOR = 12;
const BROUGHT_ALONG = { node: '24.21.0', pnpm: '12.21.0' };

const root = path.resolve(__dirname, '..');
const toolchain = path.join(root, '.toolchain');
const onWindows = process.platform === 'win32';

function fail(sentence, details) {
  if (details) console.error(`${details.trim()}\n`);
  console.error(sentence);
  process.exit(1);
}

/** Says what takes a while, before it does. Beside what the command prints, which may be data. */
function say(sentence) {
  console.error(sentence);
}

/** Ends after an installation that failed: with the cause if it is known, else with all that was printed. */
function failInstall(what, result) {
  const output = (result.stdout || '') + (result.stderr || '') + (result.error ? result.error.message : '');
  if (looksOffline(output)) {
    fail(
      what +
        ' could not be downloaded: the npm registry cannot be reached. The first run needs a network; later ones do not.',
    );
  }
  fail(
    `${what} could not be installed: see the output above. Fix its cause and run the command again.`,
    output,
  );
}

function majorOf(version) {
  return Number(String(version).replace(/^v/, '').split('.')[0]);
}

function run(command, args, env) {
  return childProcess.spawnSync(command, args, {
    cwd: root,
    env: env,
    encoding: 'utf8',
    shell: onWindows,
    maxBuffer: 64 * 1024 * 1024,
  });
}

function looksOffline(output) {
  return /ENOTFOUND|EAI_AGAIN|ENETUNREACH|ECONNREFUSED|ECONNRESET|ETIMEDOUT|dns error|error sending request|network/i.test(
    output,
  );
}

function hasPnpm() {
  // pnpm names itself to the scripts it runs; asking again would cost a process.
  const runner = /^pnpm\/(\d+)/.exec(process.env.npm_config_user_agent || '');
  if (runner) return Number(runner[1]) === PNPM_MAJOR;
  const response = run('pnpm', ['--version'], process.env);
  return response.status === 0 && majorOf(response.stdout.trim()) === PNPM_MAJOR;
}

function installedVersion(name) {
  try {
    return JSON.parse(fs.readFileSync(path.join(toolchain, 'node_modules', name, 'package.json'), 'utf8'))
      .version;
  } catch (_) {
    return undefined;
  }
}

/** Installs what the machine lacks into .toolchain/, and returns the PATH with which it is found. */
function pathWithToolchain() {
  const wanted = [];
  if (majorOf(process.version) < OLDEST_NODE_FOR_TOOLS) wanted.push('node');
  if (!hasPnpm()) wanted.push('pnpm');
  const current = process.env.PATH || process.env.Path || '';
  if (wanted.length === 0) return current;

  const missing = wanted.filter((name) => installedVersion(name) !== BROUGHT_ALONG[name]);
  if (missing.length > 0) {
    const packages = missing.map((name) => `${name}@${BROUGHT_ALONG[name]}`);
    say(`Bringing ${packages.join(' and ')} into .toolchain/, once. This can take a minute.`);
    fs.mkdirSync(toolchain, { recursive: true });
    fs.writeFileSync(path.join(toolchain, 'package.json'), '{ "private": true }\n');
    const args = [
      'install',
      '--prefix',
      toolchain,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts=false',
      '--fetch-retry-mintimeout=1000',
      '--fetch-retry-maxtimeout=4000',
    ].concat(packages);
    const install = run('npm', args, process.env);
    if (install.status !== 0) failInstall('Node.js and pnpm', install);
  }
  const bin = path.join(toolchain, 'node_modules', '.bin');
  const check = run(
    'node',
    ['--version'],
    Object.assign({}, process.env, { PATH: bin + path.delimiter + current }),
  );
  if (wanted.indexOf('node') !== -1 && (check.stdout || '').trim() !== `v${BROUGHT_ALONG.node}`) {
    fs.rmSync(toolchain, { recursive: true, force: true });
    fail(
      'The Node.js ' +
        BROUGHT_ALONG.node +
        ' that npm offers does not run on this machine (' +
        process.platform +
        ' ' +
        process.arch +
        '). Install Node.js ' +
        OLDEST_NODE_FOR_TOOLS +
        ' or newer from https://nodejs.org and run this again.',
      check.stderr,
    );
  }
  return bin + path.delimiter + current;
}

/** A file of this repository. Undefined if it does not exist. */
function readIfThere(file) {
  try {
    return fs.readFileSync(path.join(root, file), 'utf8');
  } catch (_) {
    return undefined;
  }
}

/** Installs the packages as the lockfile names them. If they are there, pnpm sees that in a moment, without a network. */
function installPackages(env) {
  // pnpm keeps a copy of the lockfile that it installed last.
  const installed = readIfThere('node_modules/.pnpm/lock.yaml');
  if (installed === undefined || installed !== readIfThere('pnpm-lock.yaml')) {
    say('Installing the packages that pnpm-lock.yaml names. This can take a few minutes.');
  }
  const install = run(
    'pnpm',
    ['install', '--frozen-lockfile', '--prefer-offline', '--config.fetch-retries=1'],
    env,
  );
  if (install.status !== 0) failInstall('The packages', install);
}

/** The version that a program prints, or undefined if the machine has none. */
function versionOf(program, args) {
  const result = run(program, args || ['--version'], process.env);
  const found = /\d+(\.\d+)+/.exec((result.stdout || '') + (result.stderr || ''));
  return result.status === 0 && found ? found[0] : undefined;
}

function firstOf(programs) {
  return programs.find((program) => versionOf(program) !== undefined);
}

/** Says what this machine has, what it lacks, and what to do about it. Installs nothing. */
function doctor() {
  const major = majorOf(process.version);
  const pnpm = hasPnpm();
  const npm = versionOf('npm');
  const chromium =
    process.env.CHROMIUM_PATH ||
    firstOf(['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']);
  const engine = firstOf(['docker', 'podman']);
  const installed = readIfThere('node_modules/.pnpm/lock.yaml') === readIfThere('pnpm-lock.yaml');
  const ping = ['ping', '--fetch-retries=0', '--fetch-timeout=5000'];
  const canInstall = installed || (npm !== undefined && run('npm', ping, process.env).status === 0);
  // What, whether it is there, what was found, what to do if it was not, and whether most things work without it.
  const checks = [
    [
      'Node.js',
      major >= OLDEST_NODE_FOR_BOOTSTRAP,
      process.version + (major < OLDEST_NODE_FOR_TOOLS ? `: the tools run on ${BROUGHT_ALONG.node}` : ''),
      `Install Node.js ${OLDEST_NODE_FOR_TOOLS} or newer from https://nodejs.org.`,
    ],
    ['npm', npm !== undefined, npm, 'Install Node.js from https://nodejs.org: npm comes with it.'],
    ['pnpm', true, pnpm ? 'there' : `none of version ${PNPM_MAJOR}: ${BROUGHT_ALONG.pnpm} is brought along`],
    [
      'packages',
      canInstall,
      installed ? 'installed' : 'not installed: the first command does it',
      'The npm registry cannot be reached, and the first run needs it. Check the network and its proxy.',
    ],
    [
      'git',
      versionOf('git') !== undefined,
      'there',
      'Install git: `npm test` compares the spec with main.',
      true,
    ],
    [
      'Chromium',
      chromium !== undefined,
      chromium,
      'Install Chromium, or set CHROMIUM_PATH to one: the browser tests need it. `npm test` installs it for root on Debian.',
      true,
    ],
    [
      'Java',
      versionOf('java', ['-version']) !== undefined,
      'there',
      'Install Java 17 or newer for `pnpm third-party`.',
      true,
    ],
    [
      'Docker',
      engine !== undefined,
      engine,
      'Install Docker or Podman for `packages/sandbox/check-container.sh`.',
      true,
    ],
  ];
  checks.forEach(([what, isThere, found, remedy, isOptional]) => {
    const mark = isThere ? 'ok     ' : isOptional ? 'without' : 'MISSING';
    console.log(`${mark}  ${what}${isThere ? `, ${found}` : `. ${remedy}`}`);
  });
  process.exitCode = checks.every(([, isThere, , , isOptional]) => isThere || isOptional) ? 0 : 1;
}

function main() {
  const command = process.argv[2];
  if (command === 'doctor') return doctor();
  if (majorOf(process.version) < OLDEST_NODE_FOR_BOOTSTRAP) {
    fail(
      'This needs Node.js ' +
        OLDEST_NODE_FOR_BOOTSTRAP +
        ' or newer to start, and this is ' +
        process.version +
        '. Install a newer one from https://nodejs.org and run it again.',
    );
  }
  const startedMs = Date.now();
  const env = Object.assign({}, process.env, { PATH: pathWithToolchain() });
  delete env.Path;
  installPackages(env);
  // Tasks start the same programs again and again.
  env.NODE_COMPILE_CACHE = path.join(root, 'node_modules/.cache/compiled');
  env.TRUEWORK_LEGACY_INSTALL_MS = String(Date.now() - startedMs);

  const script = command.endsWith('.ts') ? command : `tools/src/${command}.ts`;
  const args = ['--conditions=@truework-legacy/source', script].concat(process.argv.slice(3));
  const child = childProcess.spawn('node', args, {
    cwd: root,
    env: env,
    stdio: 'inherit',
  });
  // Ctrl-C reaches the whole group: the command ends itself, and this waits for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {
    child.kill('SIGTERM');
  });
  child.on('error', (error) => {
    fail(`${script} could not be started: ${error.message}`);
  });
  child.on('exit', (code) => {
    process.exit(code === null ? 1 : code);
  });
}

main();
