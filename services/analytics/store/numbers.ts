import { bare, statement, type Transaction, texts } from '@hilo/runtime';
import type { Remembered } from './remembered.ts';
import { type StepName, stepNumbers } from './step-numbers.ts';

/** Numbers of subjects, of steps, and of words. */
export type FactNumbers = {
  subject(id: string): number;
  step(name: StepName): number;
  word(word: string): number;
};

type RememberedNumbers = Pick<Remembered, 'subjects' | 'steps' | 'words'>;
type Wanted = { subjects: Iterable<string>; steps: Iterable<StepName>; words: Iterable<string> };
type Names = { subjects: string[]; steps: StepName[]; words: string[] };
type FoundNumbers = Pick<Remembered, 'steps' | 'words'> & { subjects: Map<string, number> };

/**
 * The numbers of all these; what has none gets one. Remembered are those that others have committed: those of a transaction that is
 * rolled back are not there.
 */
export const numbersOf = async (
  tx: Transaction,
  wanted: Wanted,
  remembered?: RememberedNumbers,
): Promise<FactNumbers> => {
  const found: FoundNumbers = { subjects: new Map(), steps: stepNumbers(), words: new Map() };
  let missing = missingIn(wanted, { found, remembered });
  if (!isNothing(missing)) {
    const { isCommitted } = await find(tx, missing, found);
    if (isCommitted && remembered !== undefined) remember(missing, found, remembered);
    missing = missingIn(missing, { found });
    await insert(tx, missing, found);
    // What somebody else has inserted meanwhile.
    missing = missingIn(missing, { found });
    if (!isNothing(missing)) await find(tx, missing, found);
  }
  return {
    subject: (id) => numberOf(found.subjects.get(id), id),
    word: (word) => numberOf(remembered?.words.get(word) ?? found.words.get(word), word),
    step: (name) => numberOf(remembered?.steps.get(name) ?? found.steps.get(name), name),
  };
};

const numberOf = (no: number | undefined, name: string | StepName): number => {
  if (no === undefined) throw new Error(`no number for ${JSON.stringify(name)}`);
  return no;
};

/** Those that have no number yet, each once. A subject that is remembered may be forgotten at any time, and is noted. */
const missingIn = (
  { subjects, steps, words }: Wanted,
  { found, remembered }: { found: FoundNumbers; remembered?: RememberedNumbers | undefined },
): Names => {
  const missing = { subjects: new Set<string>(), steps: new Map<string, StepName>(), words: new Set<string>() };
  for (const subject of subjects) {
    if (found.subjects.has(subject)) continue;
    const no = remembered?.subjects.get(subject);
    if (no === undefined) missing.subjects.add(subject);
    else found.subjects.set(subject, no);
  }
  for (const step of steps)
    if (remembered?.steps.get(step) === undefined && found.steps.get(step) === undefined)
      missing.steps.set(JSON.stringify([step.channel, step.touchpoint, step.kind]), step);
  for (const word of words) if (!remembered?.words.has(word) && !found.words.has(word)) missing.words.add(word);
  return { subjects: [...missing.subjects], steps: [...missing.steps.values()], words: [...missing.words] };
};

const isNothing = ({ subjects, steps, words }: Names): boolean => subjects.length + steps.length + words.length === 0;

const remember = ({ subjects, steps, words }: Names, found: FoundNumbers, remembered: RememberedNumbers): void => {
  for (const subject of subjects) setIn(remembered.subjects, subject, found.subjects.get(subject));
  for (const step of steps) setIn(remembered.steps, step, found.steps.get(step));
  for (const word of words) setIn(remembered.words, word, found.words.get(word));
};

const setIn = <Name>(numbers: { set(name: Name, no: number): unknown }, name: Name, no: number | undefined): void => {
  if (no !== undefined) numbers.set(name, no);
};

/** In SQL: the numbers of all that is joined, 0 for what has none, in one text: a row for each would cost more than to find it. */
const numbersAsText = (join: string): string =>
  `(SELECT string_agg(coalesce(n.no, 0)::text, ',' ORDER BY t.place) FROM ${join})`;

const findSql = statement({
  name: 'find-numbers',
  text: `SELECT ${numbersAsText('unnest($1::uuid[]) WITH ORDINALITY AS t (id, place) LEFT JOIN subjects AS n ON n.id = t.id')} AS subjects,
                ${numbersAsText('unnest($2::text[]) WITH ORDINALITY AS t (word, place) LEFT JOIN words AS n ON n.word = t.word')} AS words,
                ${numbersAsText(`unnest($3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS t (channel, touchpoint, kind, place)
                  LEFT JOIN steps AS n ON n.channel = t.channel AND n.touchpoint = t.touchpoint AND n.kind = t.kind`)} AS steps,
                pg_current_xact_id_if_assigned() IS NULL AS "isCommitted"`,
});

type FoundRow = Record<'subjects' | 'words' | 'steps', string | null> & { isCommitted: boolean };

/** Gives whether all that was found is somebody else's, and committed: this transaction has written nothing yet. */
const find = async (
  tx: Transaction,
  { subjects, words, steps }: Names,
  found: FoundNumbers,
): Promise<{ isCommitted: boolean }> => {
  const { rows } = await tx.query<FoundRow>(
    findSql([
      bare(subjects),
      texts(words),
      texts(steps.map(({ channel }) => channel)),
      texts(steps.map(({ touchpoint }) => touchpoint)),
      texts(steps.map(({ kind }) => kind)),
    ]),
  );
  note(found.subjects, subjects, rows[0]?.subjects);
  note(found.words, words, rows[0]?.words);
  note(found.steps, steps, rows[0]?.steps);
  return { isCommitted: rows[0]?.isCommitted === true };
};

const note = <Name>(
  found: { set(name: Name, no: number): unknown },
  names: readonly Name[],
  numbers: string | null | undefined,
): void => {
  const all = (numbers ?? '').split(',');
  for (const [at, name] of names.entries()) setIn(found, name, Number(all[at]) || undefined);
};

/** In one order, so that two who bring the same ones do not wait for each other. */
const insert = async (tx: Transaction, { subjects, words, steps }: Names, found: FoundNumbers): Promise<void> => {
  if (subjects.length > 0) await insertSubjects(tx, subjects.sort(), found);
  if (words.length > 0) await insertWords(tx, words.sort(), found);
  if (steps.length > 0) await insertSteps(tx, steps.sort(compareSteps), found);
};

const compareSteps = (one: StepName, other: StepName): number =>
  compare(one.channel, other.channel) || compare(one.touchpoint, other.touchpoint) || compare(one.kind, other.kind);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const insertSubjectsSql = statement({
  name: 'insert-subjects',
  text: 'INSERT INTO subjects (id) SELECT * FROM unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING no, id',
});

const insertSubjects = async (tx: Transaction, missing: readonly string[], found: FoundNumbers): Promise<void> => {
  const { rows } = await tx.query<{ no: number; id: string }>(insertSubjectsSql([bare(missing)]));
  for (const { no, id } of rows) found.subjects.set(id, no);
};

const insertWordsSql = statement(
  'INSERT INTO words (word) SELECT * FROM unnest($1::text[]) ON CONFLICT DO NOTHING RETURNING no, word',
);

const insertWords = async (tx: Transaction, missing: readonly string[], found: FoundNumbers): Promise<void> => {
  const { rows } = await tx.query<{ no: number; word: string }>(insertWordsSql([texts(missing)]));
  for (const { no, word } of rows) found.words.set(word, no);
};

const insertStepsSql = statement(`
  INSERT INTO steps (channel, touchpoint, kind) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
  ON CONFLICT DO NOTHING RETURNING no, channel, touchpoint, kind`);

const insertSteps = async (tx: Transaction, missing: readonly StepName[], found: FoundNumbers): Promise<void> => {
  const { rows } = await tx.query<{ no: number } & StepName>(
    insertStepsSql([
      texts(missing.map(({ channel }) => channel)),
      texts(missing.map(({ touchpoint }) => touchpoint)),
      texts(missing.map(({ kind }) => kind)),
    ]),
  );
  for (const { no, ...step } of rows) found.steps.set(step, no);
};
