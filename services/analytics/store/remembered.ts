import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import type { DaysOfZone } from './local-days.ts';
import { type StepNumbers, stepNumbers } from './step-numbers.ts';
import { mostSubjects, type SubjectNumbers, subjectNumbers } from './subject-numbers.ts';

/** What was found in the tables by transactions before: numbers, and which days it is in the time zone. */
export type Remembered = {
  subjects: SubjectNumbers;
  steps: StepNumbers;
  words: Map<string, number>;
  days: DaysOfZone;
  /** How many batches of a rebuild are not copied, since one of before met what was here already. */
  notCopied: { left: number };
};

const nothingRemembered = (): Remembered => ({
  subjects: subjectNumbers(),
  steps: stepNumbers(),
  words: new Map(),
  days: new Map(),
  notCopied: { left: 0 },
});

/** More than most have; then all of it is asked anew. */
const mostWords = 100_000;
const mostDays = 10_000;

let latest = { numbering: '', remembered: nothingRemembered() };

/** What this process remembers under this name of `readProjection`; under another one, nothing. */
export const rememberedUnder = (numbering: string): Remembered => {
  if (latest.numbering !== numbering) latest = { numbering, remembered: nothingRemembered() };
  const { remembered } = latest;
  // Whoever has them in hand keeps them until the end of the batch.
  if (remembered.words.size > mostWords) remembered.words = new Map();
  if (remembered.days.size > mostDays) remembered.days = new Map();
  return { ...remembered };
};

const Page = z.object({ numbers: z.instanceof(Uint8Array).nullable(), last: z.int().nullable() });
const readSubjectsSql = statement(`
  SELECT string_agg(uuid_send(id) || int4send(no), NULL) AS numbers, min(no) AS last
    FROM (SELECT id, no FROM subjects WHERE no < $1 ORDER BY no DESC LIMIT $2) AS s`);

const bytesOfSubject = 20;
const subjectsOfAPage = 50_000;

/** Remembers the latest subjects, of whom most is heard next. Nobody may be erased meanwhile. */
export const rememberSubjects = async (tx: Transaction, numbering: string): Promise<void> => {
  const { subjects } = rememberedUnder(numbering);
  let before = 2 ** 31 - 1;
  for (let known = 0; known < mostSubjects; known += subjectsOfAPage) {
    const { rows } = await tx.query(readSubjectsSql([before, subjectsOfAPage]));
    const { numbers, last } = Page.parse(rows[0]);
    if (numbers === null || last === null) return;
    const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    for (let at = 0; at < bytes.length; at += bytesOfSubject) subjects.setBinary(bytes, at);
    before = last;
  }
};
