import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';

/** By derived ids of customers: when it was certainly committed that they said no. In milliseconds since the epoch. */
export type SaidNo = Map<string, number>;

const everyMs = 100;

const noes = `
  SELECT customer FROM survey.profiles WHERE record->'consents' @> '[{"state": "withdrawn"}]'
  UNION SELECT k.customer FROM survey.contact_facts f JOIN survey.claims k ON k.subject = f.subject WHERE f.brake IS NOT NULL`;

/** Looks into the tables of survey-trigger for who said no, again and again, until it is stopped. */
export const watchNoes = (pool: Pool): { stop(): Promise<SaidNo> } => {
  const saidNo: SaidNo = new Map();
  let goesOn = true;
  const looking = (async () => {
    while (goesOn) {
      const { rows } = await pool.query<{ customer: string }>(noes);
      const now = Date.now();
      for (const { customer } of rows) if (!saidNo.has(customer)) saidNo.set(customer, now);
      await delay(everyMs);
    }
  })();
  return {
    stop: async () => {
      goesOn = false;
      await looking;
      return saidNo;
    },
  };
};
