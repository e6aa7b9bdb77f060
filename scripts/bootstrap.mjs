// The only file that runs on whatever Node the machine has (20 or later). It installs what the lockfile says,
// then hands over to the Node 26 of the `node` package. Nothing may be imported here that an install brings.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.hilo-install');
const pnpm = ['-y', 'pnpm@10.34.7'];
const onWindows = process.platform === 'win32';
const commands = { start, test };

const running = new Set();
let interruptions = 0;
let interruptedAt = 0;
let interruptedBy;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupt(signal));

watchNpm();

const [command, ...args] = process.argv.slice(2);
process.exitCode = await main();

async function main() {
  if (!Object.hasOwn(commands, command ?? '')) return fail('usage: node scripts/bootstrap.mjs start|test [arguments]');
  const installed = await install();
  if (installed !== 0 || interruptedBy) return installed || 128 + constants.signals[interruptedBy];
  return commands[command](args);
}

async function start(args) {
  const script = join(root, 'scripts', 'start.ts');
  if (!existsSync(script)) return fail('scripts/start.ts does not exist yet, so there is nothing to start');
  // What Node compiled the last time it reads again, by what is in the file: 0.6 s of a processor less, and nothing that could be old.
  const compiled = process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'compiled');
  return run(nodeBinary(), [script, ...args], { NODE_COMPILE_CACHE: compiled });
}

async function test(args) {
  const folder = mkdtempSync(join(tmpdir(), 'hilo-test-summary-'));
  const summary = join(folder, 'summary');
  try {
    const vitest = join(modules, 'vitest', 'vitest.mjs');
    const said = join(folder, 'checks');
    // Many tests wait more than they work, so the checks run meanwhile; what they say comes after what the tests say.
    const [tested, checked] = await Promise.all([
      run(nodeBinary(), [vitest, 'run', ...args], { HILO_TEST_SUMMARY: summary }),
      npx([...pnpm, 'run', 'check'], openSync(said, 'w')),
    ]);
    if (interruptedBy) return tested || 128 + constants.signals[interruptedBy];
    say('format, types, unused code, imports and generated files were checked meanwhile:');
    console.log(readFileSync(said, 'utf8').trim());
    say(checked === 0 ? 'checks passed' : 'checks failed');
    console.log(existsSync(summary) ? readFileSync(summary, 'utf8').trim() : 'the tests did not finish');
    return tested || checked;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function install() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && nodeBinary()) return 0;
  say('installing what pnpm-lock.yaml says (once; the next run starts at once)');
  // NODE_ENV=production must not drop the tools, and nobody may be there to confirm a purge.
  const flags = ['--frozen-lockfile', '--prod=false', '--config.confirm-modules-purge=false', '--reporter=append-only'];
  const code = await npx([...pnpm, 'install', ...flags]);
  if (code !== 0) return interruptedBy ? code : fail(`pnpm install ended with code ${code}`, code);
  if (!nodeBinary()) return fail('the install brought no Node 26: are install scripts disabled (npm ignore-scripts)?');
  writeFileSync(stamp, wanted);
  return 0;
}

/** Changes when an install would: the lockfile, a manifest, or the platform. */
function fingerprint() {
  const groups = ['packages', 'services', 'tests'].flatMap((group) =>
    subfolders(group).map((name) => join(group, name)),
  );
  const manifests = ['.', 'contracts', ...groups].map((folder) => join(folder, 'package.json'));
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', ...manifests.sort()]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function subfolders(folder) {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** The executable itself: node_modules/.bin/node is a shell script that would not pass a signal on. */
function nodeBinary() {
  const name = onWindows ? 'node.exe' : 'node';
  const nested = join(modules, 'node', 'node_modules');
  const platforms = existsSync(nested) ? readdirSync(nested).filter((folder) => folder.startsWith('node-')) : [];
  const places = [join(modules, 'node', 'bin'), ...platforms.map((folder) => join(nested, folder, 'bin'))];
  return places.map((place) => join(place, name)).find((file) => existsSync(file));
}

function npx(args, output = 'inherit') {
  return run('npx', args, {}, { shell: onWindows, stdio: ['ignore', output, output] });
}

/** Resolves with the exit code, as a shell would give it, once the child and all it started are gone. */
function run(file, args, extra = {}, options = {}) {
  const binary = nodeBinary();
  const path = [...(binary ? [dirname(binary)] : []), join(modules, '.bin'), process.env.PATH ?? process.env.Path];
  const env = { ...process.env, ...extra, TURBO_TELEMETRY_DISABLED: '1' };
  // npx and pnpm run on the Node that runs this file; what they start finds Node 26 in node_modules/.bin.
  env.PATH = (file === 'npx' ? path.slice(-1) : path).join(delimiter);
  return new Promise((resolve) => {
    // A process group of its own: Ctrl-C reaches it once, through us, and what is left of it can be ended as a whole.
    const child = spawn(file, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: !onWindows,
      ...options,
    });
    running.add(child);
    child.on('error', (error) => {
      running.delete(child);
      resolve(fail(`cannot run ${file}: ${error.message}`));
    });
    child.on('exit', (code, signal) => {
      signalOne(child, 'SIGTERM', true);
      running.delete(child);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

function interrupt(signal) {
  // One Ctrl-C arrives twice, from the terminal and from npm; a second one would mean "at once" to what we started.
  if (Date.now() - interruptedAt < 500) return;
  interruptedAt = Date.now();
  interruptedBy ??= signal;
  interruptions += 1;
  if (running.size === 0) process.exit(128 + constants.signals[signal]);
  for (const child of running) {
    if (interruptions > 2) signalOne(child, 'SIGKILL', true);
    else signalOne(child, signal, child.spawnfile === 'npx');
  }
}

/** Our own programs stop what they started in order, so they alone are told; npx passes nothing on, so its group is. */
function signalOne(child, signal, wholeGroup) {
  if (!child.pid) return;
  try {
    process.kill(wholeGroup && !onWindows ? -child.pid : child.pid, signal);
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes(error.code)) throw error;
  }
}

/** npm passes SIGTERM to its shell, which passes it to nobody: when npm or that shell has gone, we were told to stop. */
function watchNpm() {
  if (!process.env.npm_lifecycle_event || onWindows) return;
  const before = ancestorsUpToNpm().join();
  const watch = setInterval(() => {
    if (ancestorsUpToNpm().join() === before) return;
    clearInterval(watch);
    interrupt('SIGTERM');
  }, 500).unref();
}

function ancestorsUpToNpm() {
  const ancestors = [process.ppid];
  while (existsSync(`/proc/${ancestors.at(-1)}/stat`)) {
    // "pid (name) state parent …"
    const [, name, parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${ancestors.at(-1)}/stat`, 'utf8'));
    if (!/^(ba|da|z|a)?sh$/.test(name)) break;
    ancestors.push(Number(parent));
  }
  return ancestors;
}

function say(line) {
  console.log(`hilo: ${line}`);
}

function fail(line, code = 1) {
  console.error(`hilo: ${line}`);
  return code;
}
