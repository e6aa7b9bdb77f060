import type { Note } from '@hilo/contracts';
import { fieldErrors } from '@hilo/runtime';
import type { Pool } from 'pg';
import { ProgrammeDraft } from '../domain/programme.ts';
import type { UnreachableTimes } from '../domain/reachability.ts';
import { findProgramme } from '../store/programme-versions.ts';
import { assess } from './assess.ts';
import { type DraftFault, isSame, readDraft, unfit } from './publish-programme.ts';

export type CheckedDraft = {
  faults: DraftFault[];
  warnings: Note[];
  unreachable: UnreachableTimes[];
  /** Whether it is in force already, as it stands. */
  isInForce: boolean;
};

/** What publishing this would say: what is wrong with it, or what is hardly meant so. Nothing is published. */
export const checkDraft = async (pool: Pool, id: string, written: unknown, now: number): Promise<CheckedDraft> => {
  const current = await findProgramme(pool, id);
  const read = readWritten(id, written, (current?.version ?? 0) + 1);
  if ('wrong' in read) return { faults: read.wrong, warnings: [], unreachable: [], isInForce: false };
  const { programme } = read;
  const assessed = await assess(pool, programme, now);
  return {
    faults: await unfit(pool, programme, assessed),
    warnings: assessed.notes,
    unreachable: assessed.unreachable,
    isInForce: isSame(programme, current?.programme),
  };
};

/** The programme that somebody writes, whatever it is by now; or what is wrong with it. */
export const readWritten = (id: string, written: unknown, version: number): ReturnType<typeof readDraft> => {
  const { data, error } = ProgrammeDraft.safeParse(written);
  return data === undefined ? { wrong: fieldErrors(error.issues, written) } : readDraft(id, data, version);
};
