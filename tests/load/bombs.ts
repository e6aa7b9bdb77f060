import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import type { HiloProcess } from '../../scripts/api/hilo-process.ts';
import { keyFor } from './endpoint.ts';
import { endpointsWithBody } from './endpoints.ts';
import { megabytesOf } from './malformed.ts';

export type BombsOutcome = { statuses: (number | string)[]; grownMegabytes: number };

const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

/** Sends bodies that are small on the way and huge when they are unpacked, several at once, to every endpoint. */
export const dropBombs = async (hilo: HiloProcess, megabytes: number): Promise<BombsOutcome> => {
  const huge = Buffer.alloc(megabytes * 1_000_000, '[');
  const bombs = [
    ['gzip', gzipSync(huge)],
    ['deflate', deflateSync(huge)],
    ['br', brotliCompressSync(huge, fast)],
  ] as const;
  const before = megabytesOf(hilo.pid);
  const statuses: (number | string)[] = [];
  for (const endpoint of await endpointsWithBody(hilo)) {
    const { method, path, headers, sealed } = endpoint;
    const answers = bombs.map(async ([encoding, bomb]) => {
      const all = { ...keyFor(endpoint), ...headers, ...sealed?.(bomb), 'content-encoding': encoding };
      const answer = await fetch(`${hilo.url}${path}`, { method, headers: all, body: new Uint8Array(bomb) });
      await answer.arrayBuffer();
      return answer.status;
    });
    for (const settled of await Promise.allSettled(answers)) {
      statuses.push(settled.status === 'fulfilled' ? settled.value : String(settled.reason));
    }
  }
  return { statuses, grownMegabytes: megabytesOf(hilo.pid) - before };
};
