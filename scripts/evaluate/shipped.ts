import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Shipped = { name: string; file: string; map: string };

/** The files for which a map is shipped: which of them are in the folder, and which are not. */
export const shippedIn = (folder: string): { found: Shipped[]; missing: string[] } => {
  const all = ['febrl3', 'splink-fake-1000'].map((name) => ({
    name,
    file: join(folder, `${name}.csv`),
    map: join(import.meta.dirname, 'maps', `${name}.json`),
  }));
  return {
    found: all.filter(({ file }) => existsSync(file)),
    missing: all.filter(({ file }) => !existsSync(file)).map(({ file }) => file),
  };
};
