import { OpenAnswer } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { encodeRows } from '../columns/codec.ts';
import { type CountedAnswer, countedIn } from '../domain/counted.ts';
import { type Rolled, sumsOf } from '../domain/rollup.ts';
import type { GoneFact } from '../store/erased-facts.ts';
import type { KeptFact } from '../store/facts.ts';
import { localDays } from '../store/local-days.ts';
import { tellChanges } from '../store/rollups.ts';
import { goneRow } from './column-rows.ts';

const Answers = z.array(OpenAnswer);
const Properties = z.record(z.string(), z.json());

type Kept = Pick<KeptFact, 'answers' | 'properties'>;

/** The properties of a fact that is kept. */
export const propertiesOf = ({ properties }: Kept) =>
  properties === null ? undefined : Properties.parse(JSON.parse(properties));

/** The answers of a fact that is kept which count. */
export const answersOf = (fact: Kept, source: string): CountedAnswer[] => {
  if (fact.answers === null) return [];
  const properties = propertiesOf(fact);
  return countedIn({ source, answers: Answers.parse(JSON.parse(fact.answers)), ...(properties && { properties }) });
};

/** What the rollups have of a fact that is kept. */
export const rolledOf = (fact: KeptFact, source: string): Rolled => ({
  at: fact.at,
  step: fact.step,
  actor: fact.actor,
  withdrawn: fact.withdrawn,
  answers: answersOf(fact, source),
});

/** Takes facts that are removed out of the rollups and the columns. */
export const withdrawFacts = async (tx: Transaction, gone: readonly GoneFact[]): Promise<void> => {
  if (gone.length === 0) return;
  const dayOf = await localDays(
    tx,
    gone.map(({ at }) => at),
  );
  await tellChanges(tx, {
    ...sumsOf({ before: gone.map((fact) => rolledOf(fact, fact.sourceName)), after: [] }, dayOf),
    n: gone.length,
    columns: encodeRows(gone.map((fact) => goneRow(fact.at, { source: fact.sourceName, id: fact.id }))),
  });
};
