import { AcceptedInteraction, type ListedErasure } from '@hilo/contracts';
import { lockForErasure, type NameHashes, noteErasureDone, type Transaction } from '@hilo/runtime';
import { factOf } from '../domain/fact.ts';
import { redactInteraction } from '../domain/redact.ts';
import type { Rules } from '../domain/rules.ts';
import { noMessages } from '../publishing/messages.ts';
import { findErasure } from '../store/erasure/erasures.ts';
import type { StoredFact } from '../store/graph/reader.ts';
import { type ErasureMade, eraseSaid, whatIsSaid } from './erase-person.ts';
import { namingEver, type SaidOfPerson } from './remove-rows.ts';

/**
 * Makes an erasure again, in a database from before it. Whose an interaction was at the time of the erasure is told by its mark, and
 * not by what this database makes of it: it has heard less. Of one that was made here nothing is done.
 */
export const eraseAgain = async (
  tx: Transaction,
  rules: Rules,
  listed: ListedErasure,
  { now, names }: { now: number; names: NameHashes },
): Promise<ErasureMade> => {
  await lockForErasure(tx);
  const { id, subjects } = listed.erasure;
  const found = await findErasure(tx, id);
  if (found) {
    await noteErasureDone(tx, id);
    return { ...noMessages, outbox: [], erasure: found.status };
  }
  const nodes = new Set(subjects);
  const said = asItWas(rules, nodes, listed, await whatIsSaid(tx, rules, nodes));
  const erasing = { person: { nodes, named: [] }, said, hash: listed.request, before: listed };
  return eraseSaid(tx, rules, erasing, { id, by: listed.by, now, names });
};

/** The person's own are those that are marked, and those that name nobody else; what others said loses the person alone. */
const asItWas = (
  rules: Rules,
  nodes: ReadonlySet<string>,
  { marks: listed }: ListedErasure,
  { own, others, decisions }: SaidOfPerson,
): SaidOfPerson => {
  // It was made before there was the list: an interaction is of whom this database says.
  if (listed === undefined) return { own, others, decisions };
  const marks = new Set(listed);
  const isOwn = (told: StoredFact): boolean =>
    marks.has(rules.markOf(told.fact.key)) || !namesOthers(rules, nodes, told);
  const all = [...own, ...others];
  return { own: all.filter(isOwn), others: all.filter((told) => !isOwn(told)), decisions };
};

const namesOthers = (rules: Rules, nodes: ReadonlySet<string>, { content, fact }: StoredFact): boolean => {
  const accepted = AcceptedInteraction.parse(JSON.parse(content));
  const left = redactInteraction(namingEver(rules), nodes, accepted, fact);
  return factOf(rules.registry, rules.deriveId, left, fact.key) !== undefined;
};
