import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a process in the image (infra/Dockerfile) has the C library give memory back. */
export const allocationOfImage = (): Record<string, string> => {
  const dockerfile = readFileSync(join(import.meta.dirname, '..', '..', 'infra', 'Dockerfile'), 'utf8');
  return Object.fromEntries(
    [...dockerfile.matchAll(/\b(MALLOC_\w+)=(\d+)/g)].map(([, name = '', value = '']) => [name, value]),
  );
};
