import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const defaultDataDir = '.hilo';

/** The file in the data folder that keeps the key of a local start. */
export const keyFile = (dataDir: string): string => join(dataDir, 'api-key');

/** The key to use: the one given, else HILO_API_KEY, else the one that the local start keeps. */
export const findKey = (given: string | undefined, dataDir = defaultDataDir): string => {
  const file = keyFile(dataDir);
  const { HILO_API_KEY } = process.env;
  const key = given || HILO_API_KEY || (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');
  if (key) return key;
  throw new Error(`There is no key: give --key KEY, set HILO_API_KEY, or run npm start, which keeps one in ${file}.`);
};
