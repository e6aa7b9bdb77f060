import { AlertEnding, DecidedBy, Timestamp, Word } from '@hilo/contracts';
import { z } from 'zod';
import { AlertContent } from '../domain/alerts/alert.ts';
import { Watch } from '../domain/alerts/watch.ts';
import type { AlertRow } from '../store/alerts.ts';

export const AlertId = z.object({ id: z.uuid().toLowerCase() });

const Behind = z.object({
  question: z.record(z.string(), z.json()),
  group: z.record(z.string(), z.string()),
});

export const ShownAlert = z.object({
  id: z.uuid(),
  state: z.enum(['open', 'over']),
  watch: Word.describe('GET /v1/watches/{name} says what is watched.'),
  metric: z.string(),
  group: z.record(z.string(), z.string()).describe('Of which group, by the names that the watch groups by.'),
  ...AlertContent.shape,
  timeZone: z.string(),
  raisedAt: Timestamp,
  overAt: Timestamp.optional(),
  ending: AlertEnding.optional(),
  acknowledged: z.object({ by: DecidedBy, why: z.string(), at: Timestamp }).optional(),
  muted: z.literal(true).optional().describe('Nobody was told of it.'),
  rows: z
    .object({ path: z.literal('/v1/query/rows'), body: Behind })
    .optional()
    .describe('What is behind it: to be posted there, as it stands. Nothing is behind silence.'),
});
export type ShownAlert = z.infer<typeof ShownAlert>;

const shownAt = (at: number): string => new Date(at).toISOString();

/** An alert as people are shown it. */
export const shownAlert = (alert: AlertRow, timeZone: string): ShownAlert => {
  const { id, watch, metric, group, content, raisedAt, overAt, ending, acknowledged, muted } = alert;
  const body = behind(alert, timeZone);
  return {
    id,
    state: overAt === null ? 'open' : 'over',
    ...{ watch, metric, group, ...content, timeZone },
    raisedAt: shownAt(raisedAt),
    ...(overAt !== null && { overAt: shownAt(overAt) }),
    ...(ending !== null && { ending }),
    ...(acknowledged !== null && { acknowledged }),
    ...(muted && { muted: true }),
    ...(body && { rows: { path: '/v1/query/rows' as const, body } }),
  };
};

/** The question of POST /v1/query/rows by which the figure was seen. */
const behind = (
  { metric, group, content, watched }: AlertRow,
  timeZone: string,
): z.infer<typeof Behind> | undefined => {
  const watch = Watch.safeParse(watched).data;
  if (content.kind === 'silent' || watch === undefined) return undefined;
  const filters = z.json().parse(watch.filters);
  const range = { from: content.since, to: content.day, timeZone };
  return { question: { metric, ...range, groupBy: watch.groupBy, filters }, group };
};
