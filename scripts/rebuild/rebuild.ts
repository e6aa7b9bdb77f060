import { setTimeout as delay } from 'node:timers/promises';
import type { RebuiltService } from '@hilo/contracts';
import { z } from 'zod';
import { type Client, createClient } from '../api/client.ts';
import { findKey } from '../api/local-key.ts';
import type { Where } from '../keys/keys.ts';
import { type Progress, showProgress } from '../replay/progress.ts';

export type RebuildCommand = Where & { rate?: number; stop?: true };

export const ShownRebuild = z.object({
  id: z.string(),
  service: z.string(),
  state: z.string(),
  perSecond: z.int(),
  askedAt: z.string(),
  doneAt: z.string().optional(),
  told: z.int(),
  total: z.int(),
  removed: z.record(z.string(), z.int()).optional(),
});

export type ShownRebuild = z.infer<typeof ShownRebuild>;
const Rebuilds = z.object({ rebuilds: z.array(ShownRebuild) });

const lookEveryMs = 500;
/** Where it stays for so long, it is said what it waits for. */
const sayAfterMs = 5000;

/**
 * Has a service be told everything again, and waits until it is done. One that is under way is gone on with: whoever stops waiting
 * stops nothing.
 */
export const rebuild = async (service: RebuiltService, { rate, ...where }: RebuildCommand): Promise<ShownRebuild> => {
  const client = clientAt(where);
  const body = { service, ...(rate !== undefined && { perSecond: rate }) };
  const asked = await client.post('/v1/rebuilds', body, ShownRebuild);
  return watch(client, asked.id);
};

/** Stops the one that is under way; gives it. */
export const stopRebuild = async (service: RebuiltService, where: RebuildCommand): Promise<ShownRebuild> => {
  const client = clientAt(where);
  const { rebuilds } = await client.get('/v1/rebuilds', Rebuilds);
  const found = rebuilds.find((one) => one.service === service && !isOver(one));
  if (found === undefined) throw new Error(`${service} is not being rebuilt.`);
  let stopped = await client.delete(`/v1/rebuilds/${found.id}`, ShownRebuild);
  for (; !isOver(stopped); await delay(lookEveryMs))
    stopped = await client.get(`/v1/rebuilds/${found.id}`, ShownRebuild);
  return stopped;
};

/** The rebuilds that there were, the latest first. */
export const fetchRebuilds = async (where: RebuildCommand): Promise<ShownRebuild[]> =>
  (await clientAt(where).get('/v1/rebuilds', Rebuilds)).rebuilds;

/** A rebuild in a line for people. */
export const rebuildLine = ({ service, state, told, total, askedAt, doneAt, removed = {} }: ShownRebuild): string => {
  const gone = Object.entries(removed).filter(([, rows]) => rows > 0);
  const removal = gone.length === 0 ? 'nothing' : gone.map(([table, rows]) => `${rows} of ${table}`).join(', ');
  const when = doneAt === undefined ? `since ${askedAt}` : `${askedAt} to ${doneAt}`;
  return `${service}  ${state}  told ${told} of ${total}  ${when}${state === 'done' ? `  in no fact, so removed: ${removal}` : ''}`;
};

const watch = async (client: Client, id: string): Promise<ShownRebuild> => {
  let progress: Progress | undefined;
  const wait = openWait();
  try {
    for (;;) {
      const one = await client.get(`/v1/rebuilds/${id}`, ShownRebuild);
      wait(one);
      if (one.total > 0) {
        // Of what comes meanwhile, some is told too.
        progress ??= showProgress(`rebuilding ${one.service}`, one.total);
        progress.update(Math.min(one.told, one.total));
      }
      if (one.state === 'done') return one;
      if (one.state === 'cancelled') throw new Error(`the rebuild of ${one.service} was stopped by somebody.`);
      await delay(lookEveryMs);
    }
  } finally {
    progress?.done();
  }
};

const waitsFor: Readonly<Record<string, (service: string) => string>> = {
  beginning: (service) => `waiting for ${service} to begin: does it run, and in this version?`,
  settling: (service) => `all is told; waiting for ${service} to have read it`,
  ending: (service) => `waiting for ${service} to remove what no fact says`,
};

/** Says once what it waits for, where that takes long. */
const openWait = (): ((one: ShownRebuild) => void) => {
  let state = '';
  let since = 0;
  let said = false;
  return (one) => {
    if (one.state !== state) [state, since, said] = [one.state, Date.now(), false];
    if (said || Date.now() - since < sayAfterMs) return;
    said = true;
    const words = waitsFor[state]?.(one.service);
    if (words !== undefined) console.error(words);
  };
};

const isOver = ({ state }: ShownRebuild): boolean => state === 'done' || state === 'cancelled';

const clientAt = ({ url, key, dataDir }: Where): Client =>
  createClient({ url, key: findKey(key, dataDir), patienceMs: 60_000 });
