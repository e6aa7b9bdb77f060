import type { ResolvedInteraction } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { encodeRows } from '../columns/codec.ts';
import type { ColumnRow } from '../columns/row.ts';
import { surveySource } from '../domain/response.ts';
import { sumsOf } from '../domain/rollup.ts';
import { deleteAnswers, saveAnswers } from '../store/answers.ts';
import { copyNewFacts } from '../store/copy-facts.ts';
import { addWordsOf, type FactRow, factRow, type KeptFact, keepFacts, type Saved, timed } from '../store/facts.ts';
import { removeElsewhere } from '../store/filing.ts';
import { moveGuidance } from '../store/guidance.ts';
import { type DayOf, localDays } from '../store/local-days.ts';
import { ensureMonths } from '../store/months.ts';
import { type FactNumbers, numbersOf } from '../store/numbers.ts';
import { type Projection, readProjection } from '../store/projection.ts';
import { type Remembered, rememberedUnder } from '../store/remembered.ts';
import { supersede } from '../store/responses.ts';
import { type FactsChanged, tellChanges } from '../store/rollups.ts';
import { moveSurveyEvents } from '../store/survey-events.ts';
import { moveVerbatims } from '../store/verbatims.ts';
import { columnRow, declaredWords, goneRow, numbersOfWords } from './column-rows.ts';
import { rolledOf } from './rolled.ts';

/**
 * Keeps interactions, each at its latest version, with their answers, and tells the rollups and the columns what is otherwise than
 * before. What is told for a rebuild they are not told: they are made anew at its end.
 */
export const saveInteractions = async (
  tx: Transaction,
  all: readonly ResolvedInteraction[],
  { isRebuild = false }: { isRebuild?: boolean | undefined } = {},
): Promise<void> => {
  const projection = await readProjection(tx);
  const { keptFrom, months, properties } = projection;
  const kept = all.map(timed).filter(({ filed }) => keptFrom === null || filed >= keptFrom);
  if (kept.length === 0) return;
  await ensureMonths(tx, new Set(kept.map(({ filed }) => filed)), months);
  const remembered = rememberedUnder(projection.numbering);
  const resolved = kept.map((one) => one.resolved);
  const numbers = await numberAll(tx, resolved, { properties, remembered });
  const { removed, isOutdated } = await removeElsewhere(tx, resolved, { numbers, ...projection });
  const told = kept.filter((one) => !isOutdated(one.resolved));
  const { isSuperseded, superseded } = await supersede(
    tx,
    told.map((one) => one.resolved),
  );
  const rows = told.map((one) => {
    const words = numbersOfWords(declaredWords(properties, one.resolved.interaction.properties), numbers);
    const row = factRow(one, { numbers, words });
    return isSuperseded(one.resolved) ? { ...row, withdrawn: true } : row;
  });
  if (isRebuild) {
    const saved = await mend(tx, { rows, projection, remembered });
    return keepAnswers(tx, { saved, superseded, ...projection });
  }
  const left = namedBy(rows, [...removed, ...superseded]);
  const { saved, changed } = await keep(tx, { rows, left, projection, remembered });
  await keepAnswers(tx, { saved, superseded, ...projection });
  await tellChanges(tx, changed);
};

/** The numbers of all that these name. */
const numberAll = (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
  { properties, remembered }: { properties: readonly string[]; remembered: Remembered },
): Promise<FactNumbers> => {
  const words = new Set<string>();
  for (const { interaction } of resolved) {
    addWordsOf(interaction, words);
    for (const word of declaredWords(properties, interaction.properties)) if (word !== undefined) words.add(word);
  }
  const subjects = resolved.map(({ subject }) => subject);
  return numbersOf(tx, { subjects, steps: resolved.map(({ interaction }) => interaction), words }, remembered);
};

/** A fact that was here and is not any more, or does not count. */
type LeftFact = KeptFact & { sourceName: string };

const namedBy = (rows: readonly FactRow[], left: readonly KeptFact[]): LeftFact[] => {
  if (left.length === 0) return [];
  const sources = new Map(rows.map(({ source, resolved: { interaction } }) => [source, interaction.source]));
  return left.map((fact) => ({ ...fact, sourceName: sources.get(fact.source) ?? surveySource }));
};

type Keeping = {
  rows: readonly FactRow[];
  left: readonly LeftFact[];
  projection: Pick<Projection, 'rebuilding' | 'generation'>;
  remembered: Remembered;
};

/** Where one batch met what was here, most others will: one in so many is tried. */
const triedOneOf = 20;

/** What is told for a rebuild: of tables that are lost nothing is here, and it is copied; else each fact is looked at. */
const mend = async (tx: Transaction, { rows, projection, remembered }: Omit<Keeping, 'left'>): Promise<Saved> => {
  const { notCopied } = remembered;
  if (notCopied.left > 0) notCopied.left -= 1;
  else if (await copyNewFacts(tx, rows, { ...projection, meanwhile: () => {} })) return { rows, before: new Map() };
  else notCopied.left = triedOneOf - 1;
  return keepFacts(tx, rows);
};

/** First versions are mostly new, and copied; anything else is looked at, fact by fact. Gives what that changes. */
const keep = async (
  tx: Transaction,
  { rows, left, projection, remembered }: Keeping,
): Promise<{ saved: Saved; changed: FactsChanged }> => {
  const { rebuilding, generation } = projection;
  const dayOf = await daysOf(tx, [...left, ...rows], remembered);
  if (!rebuilding && rows.every(({ resolved }) => resolved.version === 1)) {
    const saved: Saved = { rows, before: new Map() };
    const changed: FactsChanged[] = [];
    const meanwhile = (): void => void changed.push(changesOf(saved, left, dayOf));
    const isCopied = await copyNewFacts(tx, rows, { generation, meanwhile });
    if (isCopied && changed[0] !== undefined) return { saved, changed: changed[0] };
  }
  const saved = await keepFacts(tx, rows);
  const mentioned = [...left, ...saved.before.values(), ...rows];
  return { saved, changed: changesOf(saved, left, await daysOf(tx, mentioned, remembered)) };
};

const daysOf = (tx: Transaction, facts: readonly { at: number }[], { days }: Remembered): Promise<DayOf> =>
  localDays(
    tx,
    facts.map(({ at }) => at),
    days,
  );

/** Of a first version nothing is here that would be otherwise, but for what a rebuild is to mend. */
const keepAnswers = async (
  tx: Transaction,
  { saved, superseded, rebuilding }: { saved: Saved; superseded: readonly KeptFact[]; rebuilding: boolean },
): Promise<void> => {
  const anew = saved.rows.flatMap(({ resolved }) => (rebuilding || resolved.version > 1 ? resolved : []));
  await deleteAnswers(tx, [
    ...anew.map(({ interaction }) => interaction),
    ...superseded.map(({ id }) => ({ source: surveySource, id })),
  ]);
  await saveAnswers(
    tx,
    saved.rows
      .filter((row) => !row.withdrawn && row.answers.length > 0)
      .map(({ resolved, answers }) => ({ interaction: resolved.interaction, answers })),
  );
  await moveSurveyEvents(tx, anew);
  await moveVerbatims(tx, anew);
  await moveGuidance(tx, anew);
};

/** What the rollups and the columns are to be told. */
const changesOf = ({ rows, before }: Saved, left: readonly LeftFact[], dayOf: DayOf): FactsChanged => {
  const gone = left.map((fact) => rolledOf(fact, fact.sourceName));
  const columns: ColumnRow[] = left.map((fact) => goneRow(fact.at, { source: fact.sourceName, id: fact.id }));
  for (const row of rows) {
    const { source, id, journey } = row.resolved.interaction;
    const was = before.size > 0 ? before.get(row) : undefined;
    if (was !== undefined) gone.push(rolledOf(was, source));
    if (was && !was.withdrawn && (was.at !== row.at || row.withdrawn)) columns.push(goneRow(was.at, { source, id }));
    if (!row.withdrawn) columns.push(columnRow(row.at, { source, id, journey: journey?.id }, row, row));
  }
  return { ...sumsOf({ before: gone, after: rows }, dayOf), n: columns.length, columns: encodeRows(columns) };
};
