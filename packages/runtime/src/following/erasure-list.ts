import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ListedErasure, Uuid } from '@hilo/contracts';
import { fingerprintOf } from '../database/installation.ts';
import { ConfigError, StartRefused } from '../errors.ts';
import type { ProcessConfig } from '../resources.ts';

/** A list outside of the database, in which every erasure stands before it is done. */
export type ErasureList = {
  folder: string;
  /**
   * Rejects unless this is the list of this installation. One that is not there yet is begun, unless there was one before
   * (`isKept`): then it is only away.
   */
  check(isKept: boolean): Promise<void>;
  ids(): Promise<string[]>;
  read(id: string): Promise<ListedErasure>;
  /** Resolves when it is on the disk. The same erasure again takes the place of what was noted of it. */
  append(listed: ListedErasure): Promise<void>;
};

/** The folder says by this file that it is a list, and of which installation. */
const markFile = 'hilo-erasures';
const ending = '.json';

/** The list that `HILO_ERASURE_LIST` names, if it does: a folder with a file for each erasure. */
export const openErasureList = ({
  HILO_ERASURE_LIST: url,
  HILO_ID_SECRET: secret,
}: Pick<ProcessConfig, 'HILO_ERASURE_LIST' | 'HILO_ID_SECRET'>): ErasureList | undefined => {
  if (url === undefined || url === 'none') return undefined;
  const folder = fileURLToPath(url);
  return {
    folder,
    check: (isKept) => check(folder, fingerprintOf(secret), isKept),
    ids: async () => (await readdir(folder)).flatMap(idIn),
    read: async (id) => ListedErasure.parse(JSON.parse(await readFile(join(folder, `${id}${ending}`), 'utf8'))),
    append: (listed) => writeWhole(folder, `${listed.erasure.id}${ending}`, `${JSON.stringify(listed)}\n`),
  };
};

const idIn = (name: string): string[] => {
  const { data } = Uuid.safeParse(name.slice(0, -ending.length));
  return name.endsWith(ending) && data !== undefined ? [data] : [];
};

const check = async (folder: string, fingerprint: string, isKept: boolean): Promise<void> => {
  const mark = await readFile(join(folder, markFile), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (mark?.trim() === fingerprint) return;
  if (mark !== undefined)
    throw new StartRefused(
      `HILO_ERASURE_LIST: the list of erasures in ${folder} was made with another HILO_ID_SECRET. Name that of this installation.`,
    );
  if (isKept)
    throw new Error(
      `the list of erasures is not in ${folder} (HILO_ERASURE_LIST); without it, who was erased since a backup would be back. ` +
        'Mount it there, or name the folder where it is',
    );
  try {
    await mkdir(folder, { recursive: true });
    await writeWhole(folder, markFile, `${fingerprint}\n`);
  } catch (cause) {
    if (!isForbidden(cause)) throw cause;
    throw new Error(
      `nobody has begun it in ${folder} yet (HILO_ERASURE_LIST): identity-resolution does, and it has to be able to write there`,
      { cause },
    );
  }
};

const codeIn = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
const isMissing = (error: unknown): boolean => codeIn(error) === 'ENOENT';
/** Who only reads it may not begin it. */
const isForbidden = (error: unknown): boolean => ['EROFS', 'EACCES', 'EPERM'].some((code) => codeIn(error) === code);

/** Either all of it is there, or nothing, whenever the machine ends. */
const writeWhole = async (folder: string, name: string, text: string): Promise<void> => {
  const making = join(folder, `.${name}-${randomUUID()}`);
  try {
    await using file = await open(making, 'wx', 0o640);
    await file.writeFile(text);
    await file.sync();
    await rename(making, join(folder, name));
    await using parent = await open(folder, 'r');
    await parent.sync();
  } catch (error) {
    await rm(making, { force: true }).catch(() => {});
    throw error;
  }
};

/** What is told where a database had a list of erasures, and nobody says where it is. */
export const withoutList = (schema: string): ConfigError =>
  new ConfigError(
    `HILO_ERASURE_LIST: is missing, and the erasures of this database (schema ${schema}) are noted in a list outside of it. Without it, ` +
      'who was erased since a backup would be back. Set it to the folder of that list; to do without it from now on, set it to none.',
  );
