import type { Consent } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { attribute } from '../domain/attribute.ts';
import { statementsUntil } from '../domain/consents-at.ts';
import { endOfTime } from '../domain/end-of-time.ts';
import { explain } from '../domain/explain.ts';
import type { Node } from '../domain/node.ts';
import type { Rules } from '../domain/rules.ts';
import { readConsentFacts } from '../store/graph/consents.ts';
import { customerOf } from '../store/graph/customers.ts';
import { readSurroundings } from '../store/graph/evidence-around.ts';
import { readNodes } from '../store/graph/read-graph.ts';

/** What somebody consented to, with the identifiers that were theirs. */
export type Consented = {
  customer: string;
  held: readonly Node[];
  statements: Consent[];
  /** False where there was too much to look at, to tell who was who. */
  isWhole: boolean;
};

/**
 * By who is who today: what whoever has this subject, and stated until that moment, consented to. Senders' clocks differ: what
 * counts in the record counts here.
 */
export const consentedToday = async (
  tx: Transaction,
  rules: Rules,
  subject: string,
  until: number = endOfTime,
): Promise<Consented | undefined> => {
  const customer = await customerOf(tx, subject);
  if (customer === undefined) return undefined;
  const held = await readNodes(tx, 'customer', [customer]);
  const facts = await readConsentFacts(
    tx,
    rules,
    held.map(({ id }) => id),
  );
  return { customer, held, statements: statementsUntil(facts, held, until), isWhole: true };
};

/** By who was who at that moment, as the explanation of the customer has it. */
export const consentedThen = async (
  tx: Transaction,
  rules: Rules,
  subject: string,
  at: number,
): Promise<Consented | undefined> => {
  const around = await readSurroundings(tx, rules, subject);
  const explained = explain(rules.registry, around, around.subject, at);
  if (explained === undefined) return nobodyThen(tx, around.subject, around);
  const held = explained.members;
  const facts = await readConsentFacts(
    tx,
    rules,
    held.map(({ id }) => id),
  );
  // Whose an interaction was depends on which of its identifiers were shared by then.
  const attributed = facts.map((fact) => ({
    ...fact,
    subject: attribute(fact, (id) => explained.shared.has(id)).node.id,
  }));
  const statements = statementsUntil(attributed, held, at);
  return { customer: explained.customer, held, statements, isWhole: around.isWhole };
};

/** Whoever is known today, and was not then, had nothing and had said nothing. */
const nobodyThen = async (
  tx: Transaction,
  subject: string,
  { isWhole }: Pick<Consented, 'isWhole'>,
): Promise<Consented | undefined> => {
  const customer = await customerOf(tx, subject);
  return customer === undefined ? undefined : { customer, held: [], statements: [], isWhole };
};
