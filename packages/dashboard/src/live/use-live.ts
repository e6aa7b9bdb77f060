import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Figure } from '../api/figures.ts';

/** The figures of today, by metric, as they were told last. */
export type Today = ReadonlyMap<string, Figure>;
export type Live = { isLive: boolean; today: Today };

const rereadMs = 20_000;

/**
 * Follows `GET /v1/live`: the figures of today at once as they change, alerts as they are raised. What is shown of a longer time is read again
 * after a change, every twenty seconds at most. A browser comes back by itself when the stream breaks.
 */
export const useLive = (): Live => {
  const client = useQueryClient();
  const [live, setLive] = useState<Live>({ isLive: false, today: new Map() });
  useEffect(() => {
    const stream = new EventSource('/v1/live');
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const reread = (): void => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        void client.invalidateQueries({ queryKey: ['figures'] });
      }, rereadMs);
    };
    let hasBefore = false;
    stream.addEventListener('kpis', ({ data }) => {
      setLive({ isLive: true, today: figuresIn(JSON.parse(data)) });
      if (hasBefore) reread();
      hasBefore = true;
    });
    stream.addEventListener('alert', () => void client.invalidateQueries({ queryKey: ['alerts'] }));
    stream.addEventListener('resync', () => void client.invalidateQueries());
    stream.addEventListener('error', () => setLive((before) => ({ ...before, isLive: false })));
    return () => {
      clearTimeout(waiting);
      stream.close();
    };
  }, [client]);
  return live;
};

type Told = { figures: (Figure & { metric: string })[] };

const figuresIn = ({ figures }: Told): Today => new Map(figures.map((one) => [one.metric, one]));
