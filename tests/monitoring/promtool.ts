import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '@hilo/runtime/embedded-postgres';

const run = promisify(execFile);

/**
 * promtool of Prometheus: the one in PATH, else out of Debian's package, which is kept; or why there is none.
 * `HILO_REQUIRE_KUBERNETES=1` rejects instead.
 */
export const findPromtool = async (): Promise<{ path: string } | { skipped: string }> => {
  const known = await run('promtool', ['--version']).then(
    () => 'promtool',
    () => undefined,
  );
  if (known !== undefined) return { path: known };
  const fetched = await fetchPromtool().catch((error: Error) => error);
  if (typeof fetched === 'string') return { path: fetched };
  const skipped = 'no promtool: install Prometheus, or apt-get with a mirror that has it';
  if (process.env.HILO_REQUIRE_KUBERNETES === '1') throw new Error(skipped, { cause: fetched });
  return { skipped };
};

const fetchPromtool = async (): Promise<string> => {
  const folder = join(cacheFolder(), 'prometheus');
  const path = join(folder, 'usr', 'bin', 'promtool');
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  await run('apt-get', ['download', 'prometheus'], { cwd: folder });
  const [archive = ''] = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  await run('dpkg', ['-x', archive, folder], { cwd: folder });
  await rm(join(folder, archive));
  return path;
};
