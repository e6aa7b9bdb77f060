import type { ResolvedInteraction } from '@hilo/contracts';
import { LostRace, type Outgoing, type Transaction } from '@hilo/runtime';
import type { Stepped } from '../domain/cases/case.ts';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';
import { hearWords } from '../domain/cases/hearing.ts';
import { caseId } from '../domain/cases/open-case.ts';
import { isHistory, type Signal, signalOf } from '../domain/cases/signals.ts';
import { type CustomerWord, customerWordOf } from '../domain/cases/words.ts';
import { noteSignals, signalsAround } from '../store/case-signals.ts';
import { findHeard, heardKey } from '../store/case-steps.ts';
import { insertCases, lockCases, updateCases } from '../store/cases.ts';
import { findExisting, findHearing, isAnyHeard, lockCustomersOf } from '../store/concerned-cases.ts';
import { tellSteps } from './keep-steps.ts';

/** What came of what customers said. */
export type HeardCases = { steps: readonly Stepped[]; outbox: readonly Outgoing[] };

export const nothingHeard: HeardCases = { steps: [], outbox: [] };

type Hearing = { rules: CompiledRules; now: number };

/** Hears what customers say: what makes a case, and what cases in hand, or resolved lately, wait for. History makes none. */
export const hearCustomers = async (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
  { heardAt, ...hearing }: Hearing & { heardAt: number },
): Promise<HeardCases> => {
  const { rules } = hearing;
  const words = resolved
    .filter((one) => !isHistory(one, rules, heardAt))
    .flatMap((one) => customerWordOf(one, signalOf(one, rules)[0]));
  return hear(tx, words, hearing);
};

/** Hears how customers feel, once what they wrote is judged: what was heard of it before does the same to a case no second time. */
export const hearFeelings = (tx: Transaction, signals: readonly Signal[], hearing: Hearing): Promise<HeardCases> =>
  hear(
    tx,
    signals.flatMap((signal) => customerWordOf(signal.resolved, signal)),
    hearing,
  );

const hear = async (tx: Transaction, words: readonly CustomerWord[], { rules, now }: Hearing): Promise<HeardCases> => {
  if (words.length === 0) return nothingHeard;
  const subjects = subjectsOf(words);
  const resolvedSince = now - rules.hearsMs;
  const isHeard =
    words.some(({ signal }) => signal !== undefined) ||
    (await isAnyHeard(tx, subjects, [...new Set(words.map((one) => one.resolved.customer))], resolvedSince));
  if (!isHeard) return nothingHeard;
  const customers = await lockCustomersOf(tx, subjects);
  const customerOf = ({ resolved: { subject, customer } }: CustomerWord): string => customers.get(subject) ?? customer;
  const counted = await withoutRare(tx, words);
  const ids = await findHearing(tx, [...new Set(counted.map(customerOf))], resolvedSince);
  const cases = await lockCases(tx, ids);
  const heard = await findHeard(tx, ids);
  const known = await findExisting(
    tx,
    counted.flatMap(({ signal }) => (signal ? [caseId(signal)] : [])),
  );
  const steps = hearWords(counted, {
    cases,
    known,
    customerOf,
    isHeard: (id, word) => heard.has(heardKey(id, word)),
    rules,
    now,
  });
  return { steps, outbox: await writeHeard(tx, steps, { rules, before: new Set(ids) }) };
};

const subjectsOf = (words: readonly CustomerWord[]): string[] => [
  ...new Set(words.map(({ resolved: { subject } }) => subject)),
];

/** What makes a case only when it has happened several times is noted, and makes none before. */
const withoutRare = async (tx: Transaction, words: readonly CustomerWord[]): Promise<CustomerWord[]> => {
  const rare = words.flatMap(({ signal }) => (signal?.rule.when.times === undefined ? [] : [signal]));
  await noteSignals(tx, rare.map(countedOf));
  const few = new Set<Signal>();
  for (const signal of rare) if (!(await isOften(tx, signal))) few.add(signal);
  return words.map((word) =>
    word.signal !== undefined && few.has(word.signal) ? { ...word, signal: undefined } : word,
  );
};

const countedOf = ({ rule, resolved: { interaction, subject, version }, at }: Signal) => ({
  rule: rule.id,
  source: interaction.source,
  id: interaction.id,
  version,
  subject,
  at,
});

/** Whether so many of them lie within the time, this one among them: in whichever order they are heard of. */
const isOften = async (tx: Transaction, signal: Signal): Promise<boolean> => {
  const { times = 1, withinHours } = signal.rule.when;
  const withinMs = withinHours * 3_600_000;
  const around = await signalsAround(tx, countedOf(signal), withinMs);
  return around.some((first, n) => {
    const last = around[n + times - 1];
    return last !== undefined && first <= signal.at && last - first <= withinMs && last >= signal.at;
  });
};

/** Writes cases as they stand after these steps, those that are new among them, and tells it. */
export const writeHeard = async (
  tx: Transaction,
  steps: readonly Stepped[],
  { rules, before }: { rules: CompiledRules; before: ReadonlySet<string> },
): Promise<Outgoing[]> => {
  if (steps.length === 0) return [];
  const latest = [...new Map(steps.map(({ after }) => [after.id, after])).values()];
  await updateCases(
    tx,
    latest.filter(({ id }) => before.has(id)),
  );
  const fresh = latest.filter(({ id }) => !before.has(id));
  const inserted = await insertCases(tx, fresh);
  // Somebody whom nobody knew yet has had a case opened at the same moment: it is seen when this is done again.
  if (inserted.size < fresh.length) throw new LostRace('a case of the customer was opened at the same moment');
  return tellSteps(tx, steps, rules);
};
