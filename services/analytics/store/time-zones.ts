import { statement } from '@hilo/runtime';
import { DatabaseError, type Pool } from 'pg';
import { forPostgres } from '../domain/time-zone.ts';

const invalidParameterValue = '22023';

const isKnownTimeZoneSql = statement('SELECT now() AT TIME ZONE $1');

/** Whether Postgres, which has tables of time zones of its own, knows this one too. */
export const isKnownTimeZone = async (pool: Pool, timeZone: string): Promise<boolean> => {
  try {
    await pool.query(isKnownTimeZoneSql([forPostgres(timeZone)]));
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === invalidParameterValue) return false;
    throw error;
  }
};
