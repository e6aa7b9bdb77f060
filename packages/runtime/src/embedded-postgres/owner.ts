import { createHash } from 'node:crypto';
import { chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

/** Who Postgres runs as: it refuses to run as root. */
export type Owner = { uid: number; gid: number };

/** An unprivileged user of this machine if we are root; nobody is created. `undefined`: we are not root. */
export const unprivilegedOwner = async (): Promise<Owner | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find(([user]) => user === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
};

/**
 * Where the cluster of this data folder lies: in it, or, where its owner could not reach it (as under root's home), in the
 * cache, with a note in the data folder.
 */
export const clusterFolder = async (dataDir: string, owner: Owner | undefined): Promise<string> => {
  const inside = join(resolve(dataDir), 'postgres');
  await mkdir(dataDir, { recursive: true });
  if (owner === undefined) return inside;
  const closed = !(await isOpenToOthers(resolve(dataDir)));
  const hash = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16);
  const folder = closed ? join(cacheFolder(), `cluster-${hash}`) : inside;
  if (closed) await writeFile(join(dataDir, 'postgres-is-in'), `${folder}\n`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, owner.uid, owner.gid);
  return folder;
};

const isOpenToOthers = async (folder: string): Promise<boolean> => {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  return dirname(folder) === folder || isOpenToOthers(dirname(folder));
};
