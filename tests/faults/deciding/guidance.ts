import { GuidanceEvent, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import type { Pool } from 'pg';
import { z } from 'zod';
import { readTopic } from '../find.ts';
import { until } from '../until.ts';
import type { Instances } from './instances.ts';

const card = {
  id: 'arrived',
  situation: { begins: { kinds: ['arrived'] }, ends: { kinds: ['complained'] }, lastsMinutes: 1 },
  roles: ['gate-agent'],
  wordings: { en: { title: 'They are here', text: 'Say hello.' } },
};

/** Whoever arrives is in a situation, until they complain, or for a minute. */
export const publishCard = (started: Instances): Promise<unknown> =>
  started.ask(0, (client) => client.post('/v1/guidance/cards', { card, why: 'A fault run.' }, z.unknown()));

type Row = {
  id: string;
  interaction: string;
  state: string;
  revision: number;
  isPushed: boolean;
  isEndedByNothing: boolean;
  counted: string | null;
};

/** What lies in the table of each situation, with what analytics has of it; and what the log was told of each. */
export type FoundGuidance = {
  situations: readonly Row[];
  told: ReadonlyMap<string, ReadonlySet<string>>;
};

const situationsSql = `
  SELECT g.id, g.interaction, g.state, g.revision, g.pushed_at IS NOT NULL AS "isPushed",
         coalesce(g.ended_by = 'interaction' AND NOT EXISTS (
           SELECT FROM survey.guidance_endings e WHERE e.card = g.card AND e.subject = g.subject AND e.at = g.ended_at), false) AS "isEndedByNothing",
         (SELECT a.revision || ' ' || a.status FROM analytics.guidance a WHERE a.id = g.id) AS counted
    FROM survey.guidance g WHERE g.card = '${card.id}'`;
const shownSql = "SELECT count(*)::int AS n FROM survey.guidance WHERE state <> 'ended'";

/** Nobody is in a situation any more. */
export const untilWithdrawn = (pool: Pool): Promise<number> =>
  until({
    what: 'every card is withdrawn',
    look: async () => (await pool.query<{ n: number }>(shownSql)).rows[0]?.n ?? 0,
    isReached: (left) => left === 0,
    everyMs: 500,
  });

export const findGuidance = async (pool: Pool, logUrl: string): Promise<FoundGuidance> => {
  const { rows: situations } = await pool.query<Row>(situationsSql);
  await using log = await openLog(logUrl);
  const told = new Map<string, Set<string>>();
  await readTopic(log, topics.guidance.name, ({ value }) => {
    const { id, revision, state, at } = GuidanceEvent.parse(JSON.parse(value ?? ''));
    // The same message may be there again, but no other about the same step.
    told.set(id, (told.get(id) ?? new Set()).add(`${revision} ${state} ${at}`));
  });
  return { situations, told };
};

/** What is wrong with these: of each situation the card is pushed once and withdrawn once, and the log and analytics say the same. */
export const faultsOfGuidance = (arrivals: readonly string[], { situations, told }: FoundGuidance): string[] => {
  const known = new Set(arrivals);
  const pushed = situations.filter(({ isPushed }) => isPushed);
  const stepsOf = (id: string) => [...(told.get(id) ?? [])].map((step) => step.split(' ').slice(0, 2).join(' ')).sort();
  const faults: [string, string[]][] = [
    ['situations that are not over', situations.flatMap(({ id, state }) => (state === 'ended' ? [] : id))],
    [
      'situations that nothing began',
      situations.flatMap(({ interaction }) => (known.has(interaction) ? [] : interaction)),
    ],
    [
      'cards not pushed and withdrawn once',
      pushed.flatMap(({ id }) => (stepsOf(id).join() === '1 pushed,2 withdrawn' ? [] : id)),
    ],
    ['cards told and not pushed', [...told.keys()].filter((id) => !pushed.some((one) => one.id === id))],
    [
      'cards withdrawn by what did not happen',
      situations.flatMap(({ id, isEndedByNothing }) => (isEndedByNothing ? id : [])),
    ],
    [
      'cards that analytics has otherwise',
      pushed.flatMap(({ id, revision, counted }) => (counted === `${revision} ended` ? [] : id)),
    ],
  ];
  return faults
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => `${ids.length}: ${what} (${ids.slice(0, 5).join(', ')})`);
};
