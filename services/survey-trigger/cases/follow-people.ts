import { instantOf, type ResolvedInteraction } from '@hilo/contracts';
import type { Outgoing, Transaction } from '@hilo/runtime';
import type { Case, Stepped } from '../domain/cases/case.ts';
import type { CompiledRules } from '../domain/cases/compiled-rules.ts';
import { regroup } from '../domain/cases/regroup.ts';
import { withdraw } from '../domain/cases/steps.ts';
import { dropSignals } from '../store/case-signals.ts';
import { lockCases, parkCases, updateCases } from '../store/cases.ts';
import { claimsOfSubjects, findCasesOf, findTogether, lockCustomersOf } from '../store/concerned-cases.ts';
import { tellSteps } from './keep-steps.ts';

type Following = { rules: CompiledRules; now: number };

/** Cases follow the customer of whom they are, at a merge and at a split, and come together or part by that. */
export const regroupCases = async (
  tx: Transaction,
  subjects: readonly string[],
  following: Following,
): Promise<Outgoing[]> => {
  const ids = await findTogether(tx, subjects);
  if (ids.length === 0) return [];
  const locked = await lockCases(tx, ids);
  return bringTogether(tx, { locked, now: locked, done: [] }, following);
};

type Changing = { locked: readonly Case[]; now: readonly Case[]; done: readonly Stepped[] };

/** Brings these, which are locked, to whose they are now, and writes it. Whose the subjects are nobody changes who has not locked the customers. */
const bringTogether = async (
  tx: Transaction,
  { locked, now: changed, done }: Changing,
  { rules, now }: Following,
): Promise<Outgoing[]> => {
  const customers = await claimsOfSubjects(tx, [...new Set(changed.map(({ subject }) => subject))]);
  const here = changed.map((one) => ({ ...one, customer: customers.get(one.subject) ?? one.customer }));
  const steps = [...done, ...regroup(here, rules, now)];
  const latest = new Map([...here, ...steps.slice(done.length).map(({ after }) => after)].map((one) => [one.id, one]));
  const was = new Map(locked.map((one) => [one.id, one]));
  const news = [...latest.values()].filter((one) => isChanged(one, was.get(one.id)));
  await parkCases(
    tx,
    news.filter((one) => one.customer !== was.get(one.id)?.customer).map(({ id }) => id),
  );
  await updateCases(tx, news);
  return tellSteps(tx, steps, rules);
};

const isChanged = (one: Case, before: Case | undefined): boolean =>
  before === undefined ||
  one.customer !== before.customer ||
  one.subject !== before.subject ||
  one.revision !== before.revision;

/** Follows interactions that were attributed anew, or withdrawn: what opened a case and did not happen ends it. */
export const followAttributions = async (
  tx: Transaction,
  resolved: readonly ResolvedInteraction[],
  { rules, now }: Following,
): Promise<Outgoing[]> => {
  const news = resolved.filter(({ version, withdrawn }) => version > 1 || withdrawn);
  const interactions = news.map(({ interaction }) => interaction);
  const found = await findCasesOf(tx, interactions);
  await dropSignals(
    tx,
    news.filter(({ withdrawn }) => withdrawn).map(({ interaction }) => interaction),
  );
  const newsOf = new Map(news.map((one) => [keyOf(one.interaction), one]));
  const concerned = found.filter((one) => {
    const told = newsOf.get(keyOf({ source: one.source, id: one.interaction }));
    if (told === undefined || told.version < one.attributionVersion) return false;
    return told.withdrawn ? one.state !== 'withdrawn' : told.subject !== one.subject;
  });
  if (concerned.length === 0) return [];
  const subjects = [...concerned.map(({ subject }) => subject), ...news.map(({ subject }) => subject)];
  await lockCustomersOf(tx, [...new Set(subjects)].sort());
  const ids = new Set([...(await findTogether(tx, subjects)), ...concerned.map(({ id }) => id)]);
  const cases = await lockCases(tx, [...ids]);
  const done: Stepped[] = [];
  const here = cases.map((one) => {
    const told = newsOf.get(keyOf({ source: one.source, id: one.interaction }));
    if (told === undefined || told.version < one.attributionVersion) return one;
    if (!told.withdrawn) return { ...one, subject: told.subject, attributionVersion: told.version };
    if (one.state === 'withdrawn') return one;
    const { source, id } = told.interaction;
    const step = withdraw(one, { source, id, at: Math.min(now, instantOf(told.interaction.receivedAt)) });
    done.push(step);
    return step.after;
  });
  return bringTogether(tx, { locked: cases, now: here, done }, { rules, now });
};

const keyOf = ({ source, id }: { source: string; id: string }): string => JSON.stringify([source, id]);
