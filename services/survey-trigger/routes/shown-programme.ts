import { DecidedBy, Note, Timestamp, Word } from '@hilo/contracts';
import { HttpProblem } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import { PublishedProgramme } from '../domain/programme.ts';
import { programmeStates } from '../domain/programme-state.ts';
import { assess } from '../programmes/assess.ts';
import { programmeTag } from '../programmes/publish-programme.ts';
import { listStandings, type ProgrammeVersion, type StoredProgramme } from '../store/programme-versions.ts';

/** In the path. */
export const ProgrammeId = z.object({
  id: Word.refine((id) => id !== 'dry-runs', 'is the path of dry runs').meta({ example: 'airport-lounge' }),
});

export const Why = z.string().min(1).max(1000).describe('Why it is changed, for whoever asks in a year.');

const Standing = z.object({
  state: z.enum(programmeStates).describe('paused: asks nobody until it is resumed. ended: never again.'),
  since: Timestamp,
  by: DecidedBy,
  why: z.string(),
});

export const ShownVersion = z.object({
  id: Word,
  version: z.int(),
  by: DecidedBy,
  at: Timestamp.describe('From when on it holds.'),
  why: z.string(),
  restored: z.int().optional().describe('The version that was brought back.'),
  programme: PublishedProgramme.optional().describe('Absent for one that this release cannot read, which asks nobody.'),
});

export const InForce = ShownVersion.extend({
  state: Standing.shape.state,
  standing: Standing.describe('Since when it is so, by whom, and why.'),
  etag: z.string().describe('What If-Match of PUT has to say.'),
});

const WeekPart = z.object({ from: z.string(), until: z.string() });

export const UnreachableWeek = z.object({
  jurisdiction: z.string().describe('A country, or general: where no law is known.'),
  week: z.enum(['ordinary', 'before-holiday-monday']),
  channel: z.string().optional().describe('Absent where it is so on every channel of the programme.'),
  hours: z
    .array(WeekPart)
    .describe('After what happens then, on the wall of the customer, nobody can be asked in time.'),
  never: z.boolean().describe('It is so at every hour.'),
  rules: z.array(z.string()).describe('The rules of the contact policy that are in the way.'),
});

/** A programme as it is shownProgramme after a change of it, and by itself. */
export const ShownProgramme = InForce.extend({
  warnings: z
    .array(Note)
    .describe('What was accepted, and is hardly meant so: a text that is missing, hours that cannot be reached.'),
  unreachable: z
    .array(UnreachableWeek)
    .describe('By the contact policy of now, in a week of no holidays, or before one.'),
  history: z.array(Standing).describe('How it stood, the latest first.'),
});

export const unknownProgramme = (): HttpProblem => new HttpProblem(404, 'Not found', 'There is no such programme.');

const mostShown = 20;

/** A programme with what is to be known of it now. */
export const shownProgramme = async (
  pool: Pool,
  stored: StoredProgramme,
  now: number,
): Promise<z.infer<typeof ShownProgramme>> => {
  const assessed = stored.programme && (await assess(pool, stored.programme, now));
  return {
    ...inForceOf(stored),
    warnings: assessed?.notes ?? [],
    unreachable: assessed?.unreachable ?? [],
    history: await listStandings(pool, stored.id, mostShown),
  };
};

export const inForceOf = ({ standing, ...version }: StoredProgramme): z.infer<typeof InForce> => ({
  ...versionOf(version),
  state: standing.state,
  standing,
  etag: programmeTag(version.version),
});

export const versionOf = ({ programme, restored, ...row }: ProgrammeVersion): z.infer<typeof ShownVersion> => ({
  ...row,
  ...(restored !== null && { restored }),
  ...(programme && { programme }),
});
