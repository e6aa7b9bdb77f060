import { topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import type { Pool } from 'pg';
import { readTopic } from '../find.ts';
import type { DecidedRow, Found } from './verdict.ts';

const invitations = `
  SELECT i.id, i.programme, i.interaction, i.state, i.reason, coalesce(jsonb_array_length(i.reasons), 0) AS reasons,
         k.customer, (extract(epoch FROM i.decided_at) * 1000)::float8 AS "decidedAt"
    FROM survey.invitations i JOIN survey.claims k ON k.subject = i.subject WHERE i.programme NOT LIKE '~%'`;

const ofFacts = `
  SELECT f.id, count(DISTINCT c.id)::int AS n FROM survey.contact_facts f JOIN survey.contacts c ON c.id = f.contact
   WHERE f.teller IN ('invitation', 'report') AND c.class IS DISTINCT FROM 'service' GROUP BY f.id`;

const stored = `
  SELECT content::json->>'id' AS id, count(*)::int AS n FROM identity.interactions
   WHERE content <> '' AND content::json->>'source' = 'hilo/survey-trigger' AND content::json->>'kind' <> 'told' GROUP BY 1`;

const counted = `SELECT id || '/' || state AS id, count(*)::int AS n FROM analytics.survey_events GROUP BY 1`;

const withoutTimer = `survey.invitations i WHERE state = 'pending' AND NOT EXISTS (SELECT FROM survey.timers t WHERE t.ref = i.id)`;

/** Looks into the tables and the log themselves, not through Hilo, for what was decided and what that set off. */
export const findDecided = async (pool: Pool, logUrl: string): Promise<Found> => {
  const count = async (what: string): Promise<number> =>
    (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`)).rows[0]?.n ?? 0;
  const tally = async (query: string): Promise<Map<string, number>> => {
    const { rows } = await pool.query<{ id: string; n: number }>(query);
    return new Map(rows.map(({ id, n }) => [id, n]));
  };
  const historical = await pool.query<{ n: number }>(
    'SELECT coalesce(sum(candidates), 0)::int AS n FROM survey.historical_counts',
  );
  return {
    invitations: (await pool.query<DecidedRow>(invitations)).rows,
    historical: historical.rows[0]?.n ?? 0,
    ledger: {
      rows: await count("survey.contacts WHERE class IS DISTINCT FROM 'service'"),
      ofFact: await tally(ofFacts),
    },
    told: await toldOnLog(logUrl),
    stored: await tally(stored),
    counted: await tally(counted),
    pendingWithoutTimer: await count(withoutTimer),
    // Cases wait for their time.
    timers: await count("survey.timers WHERE kind <> 'case'"),
    outbox: await count('survey.outbox'),
  };
};

/** What the log says of decisions: of each message the different things that it says. */
const toldOnLog = async (logUrl: string): Promise<Map<string, Set<string>>> => {
  await using log = await openLog(logUrl);
  const told = new Map<string, Set<string>>();
  await readTopic(log, topics.surveys.name, ({ value, headers }) => {
    const id = headers.ce_id ?? '';
    told.set(id, (told.get(id) ?? new Set()).add(value ?? ''));
  });
  return told;
};
