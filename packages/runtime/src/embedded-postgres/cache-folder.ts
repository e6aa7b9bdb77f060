import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where things are kept that are the same for every checkout. Root's home is closed to others, so root uses another place. */
export const cacheFolder = (): string => {
  const { HILO_CACHE_DIR, XDG_CACHE_HOME } = process.env;
  if (HILO_CACHE_DIR) return HILO_CACHE_DIR;
  if (process.getuid?.() === 0) return '/var/cache/hilo';
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'hilo');
};
