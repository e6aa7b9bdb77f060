import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where what is built lies: a folder for each state of the sources, and `current`, which names one. */
export const output = join(import.meta.dirname, '..', 'dist');

/** The dashboard as it was built: its page, in which `nonceMark` stands for the nonce of each answer, and the folder of its files. */
export type Built = { page: string; assets: string };

/** What a page has in place of the nonce, which is another in each answer. */
export const nonceMark = '__NONCE__';

/** What was built last; nothing where nobody has built it yet. */
export const findBuilt = (): Built | undefined => {
  try {
    const folder = join(output, readFileSync(join(output, 'current'), 'utf8'));
    return { page: readFileSync(join(folder, 'index.html'), 'utf8'), assets: join(folder, 'assets') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};
