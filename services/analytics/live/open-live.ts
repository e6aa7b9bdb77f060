import { randomBytes } from 'node:crypto';
import { type Repeating, type Resources, repeat } from '@hilo/runtime';
import { type LiveEvent, liveRing } from '../domain/live-ring.ts';
import type { Today } from './today.ts';

/** Who listens. */
export type LiveListener = {
  /** Whether they may be told what may say who somebody is. */
  seesPeople(): boolean;
  catchUp(events: readonly LiveEvent[]): void;
  tell(event: LiveEvent): void;
  /** That somebody is still there: every twenty seconds. */
  comment(): void;
  end(): void;
};

/** What is told to everybody who listens, as soon as it changes. */
export type Live = Repeating & {
  /**
   * Listens from now on, and is told first what was missed since the event with this id; where nobody can say, `resync` and what is so now.
   * Gives how to stop.
   */
  listen(lastId: string | undefined, listener: LiveListener): () => void;
  /** Tells an event to everybody who listens, or who comes back for it; of people only to who may see them. */
  tell(name: string, data: unknown, about?: { isPersonal: boolean }): void;
  listeners(): number;
  /** Ends every stream: who listens comes back elsewhere. */
  endAll(): void;
};

const [everyMs, ringSize] = [1000, 256];
/** What has not changed is told again after that long, so that it is seen up to when it is so. */
const againMs = 60_000;
/** Proxies close what says nothing for longer. */
const commentEveryMs = 20_000;

/** Looks at the KPIs of today every second, as long as somebody listens. */
export const openLive = ({ logger, health, now }: Pick<Resources, 'logger' | 'health' | 'now'>, today: Today): Live => {
  const ring = liveRing(randomBytes(6).toString('hex'), ringSize);
  const listening = new Set<LiveListener>();
  const tell: Live['tell'] = (name, data, { isPersonal } = { isPersonal: false }) => {
    const event = ring.push(name, JSON.stringify(data), isPersonal);
    for (const listener of listening) if (isFor(listener, event)) listener.tell(event);
  };
  let told = { figures: '', at: 0 };
  const looking = repeat({
    everyMs,
    health: { health, part: 'telling KPIs live' },
    work: async () => {
      if (listening.size === 0) return false;
      await today.read().finally(() => {
        const figures = today.figures();
        const compared = JSON.stringify({ ...figures, figures: figures.figures.map(({ asOf: _, ...one }) => one) });
        if (compared === told.figures && now() - told.at < againMs) return;
        told = { figures: compared, at: now() };
        tell('kpis', figures);
      });
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'a KPI could not be read, which is tried again'),
  });
  const commenting = setInterval(() => {
    for (const listener of listening) listener.comment();
  }, commentEveryMs).unref();
  return {
    close: () => {
      clearInterval(commenting);
      return looking.close();
    },
    tell,
    listen: (lastId, listener) => {
      // Since nobody listened, nothing was read: it is told anew within a second.
      if (listening.size === 0) told = { figures: '', at: 0 };
      const latest = listening.size === 0 ? undefined : ring.latest('kpis');
      const missed = lastId === undefined ? (latest ? [latest] : []) : ring.after(lastId);
      const resync = [
        { id: ring.lastId(), name: 'resync', data: '{}', isPersonal: false },
        ...(latest ? [latest] : []),
      ];
      listener.catchUp((missed ?? resync).filter((event) => isFor(listener, event)));
      listening.add(listener);
      return () => void listening.delete(listener);
    },
    listeners: () => listening.size,
    endAll: () => {
      for (const listener of listening) listener.end();
      listening.clear();
    },
  };
};

const isFor = (listener: LiveListener, { isPersonal }: LiveEvent): boolean => !isPersonal || listener.seesPeople();
