import { type AlertEvent, topics } from '@hilo/contracts';
import type { Outgoing } from '@hilo/runtime';
import type { AlertRow } from '../store/alerts.ts';

type Told = Pick<AlertRow, 'id' | 'watch' | 'metric' | 'group' | 'content'> & Partial<Pick<AlertRow, 'ending'>>;

/** What others are told of an alert: that it was raised or, with its ending, that it is over. */
export const alertMessage = (alert: Told, now: number): Outgoing => {
  const { id, watch, metric, group, content, ending = null } = alert;
  const { kind, since, day, expected, seen, why } = content;
  const [state, at] = [ending === null ? ('raised' as const) : ('over' as const), new Date(now).toISOString()];
  const event: AlertEvent = {
    ...{ id, state, watch, metric, kind, group, since, day, why, at },
    expected: expected.value,
    ...(expected.low !== null && { low: expected.low }),
    ...(expected.high !== null && { high: expected.high }),
    seen: seen.value,
    n: seen.n,
    ...(ending !== null && { ending }),
  };
  const headers = {
    ce_id: `${id}/${state}`,
    ce_source: 'hilo/analytics',
    ce_type: `hilo.alert.${state}`,
    ce_time: at,
  };
  return { topic: topics.alerts.name, key: watch, value: JSON.stringify(event), headers };
};
