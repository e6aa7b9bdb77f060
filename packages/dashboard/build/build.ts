import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { output } from './built.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/**
 * Builds the dashboard, if its sources are others than those of what was built last, in some seconds; `onProgress` is told so. Two that build at
 * the same time do not meet. Throws what the build says is wrong.
 */
export const buildDashboard = async (onProgress: (line: string) => void = () => {}): Promise<void> => {
  const wanted = fingerprint();
  if (existsSync(join(output, wanted, 'index.html'))) return point(wanted);
  onProgress('building the dashboard (once; the next start has it)');
  const making = join(output, `.making-${process.pid}`);
  try {
    await runVite(making);
    compress(making);
    takePlace(making, wanted);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  point(wanted);
};

/** Changes when what is built would: the sources, what builds them, and the versions of all that is built in. */
const fingerprint = (): string => {
  const own = globSync(['src/**/*', 'build/*', '*.{html,json,ts}'], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map(({ parentPath, name }) => join(parentPath, name));
  const hash = createHash('sha256');
  for (const file of [join(root, '..', '..', 'pnpm-lock.yaml'), ...own.sort()])
    if (existsSync(file)) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

/** In a process of its own: what builds is large, and whoever asked runs on. */
const runVite = async (making: string): Promise<void> => {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite))
    throw new Error('vite, which builds the dashboard, is not installed: run `npm start` or `npm test`.');
  const args = [vite, 'build', '--outDir', making, '--emptyOutDir', '--logLevel', 'warn'];
  await run(process.execPath, args, { cwd: root, env: { ...process.env, NODE_ENV: 'production' } }).catch((cause) => {
    const said = stripVTControlCharacters(cause.stderr || cause.message);
    // What follows are the frames of what builds.
    throw new Error(`the dashboard cannot be built: ${said.split('\n    at ')[0]}`);
  });
};

/** Compressed once, and as small as can be, in place of at each request. */
const compress = (folder: string): void => {
  for (const file of globSync('assets/*.{js,css,svg}', { cwd: folder }).map((name) => join(folder, name))) {
    const content = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
};

const takePlace = (making: string, wanted: string): void => {
  try {
    renameSync(making, join(output, wanted));
  } catch (error) {
    // Somebody else has built the same meanwhile.
    if (!existsSync(join(output, wanted, 'index.html'))) throw error;
  }
};

/** Names what is served from now on. The one before stays: who has its page open may still ask for its files. */
const point = (wanted: string): void => {
  const current = join(output, 'current');
  const before = existsSync(current) ? readFileSync(current, 'utf8') : wanted;
  if (before === wanted && existsSync(current)) return;
  writeFileSync(`${current}.${process.pid}`, wanted);
  renameSync(`${current}.${process.pid}`, current);
  for (const { name } of readdirSync(output, { withFileTypes: true }).filter((entry) => entry.isDirectory()))
    if (name !== wanted && name !== before && !name.startsWith('.')) rmSync(join(output, name), { recursive: true });
};
