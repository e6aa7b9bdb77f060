import { holdOffErasures, type Transaction } from '@hilo/runtime';
import type { ContactFact } from '../domain/contact.ts';
import { contactsOf, keyOfFact, linksOf, oneContactMs } from '../domain/contact-ledger.ts';
import {
  lockLedger,
  type Placed,
  readFacts,
  type Span,
  type StoredContactFact,
  saveFacts,
} from '../store/contact-facts.ts';
import { withoutErasedPlaces } from '../store/contact-marks.ts';
import { replaceContacts } from '../store/contacts.ts';

/**
 * Notes what was told of contacts, and brings the ledger to what all facts say. Whatever is locked otherwise is locked before: contact
 * points come last, in one order.
 */
export const noteContacts = async (
  tx: Transaction,
  told: readonly ContactFact[],
  digests?: ReadonlyMap<string, string>,
): Promise<void> => {
  if (told.length === 0) return;
  await holdOffErasures(tx);
  const facts = await withoutErasedPlaces(tx, latestOf(told));
  if (facts.length === 0) return;
  // What may be concerned is looked for before anything is locked, so that all of it is locked at once, in one order.
  const { facts: near } = await readClosure(tx, facts, facts, async () => {});
  const places = new Set([...facts, ...near].map(({ place }) => place));
  await lockLedger(tx, [...places, ...facts.flatMap(linksOf)]);
  const { news, before } = await saveFacts(tx, facts, { digests });
  // Somebody else has just written a version of it that was elsewhere.
  const further = before.map(({ place }) => place).filter((place) => !places.has(place));
  await lockLedger(tx, further);
  await bringUpToDate(
    tx,
    facts.filter((fact) => news.has(keyOfFact(fact))),
    before,
  );
};

/** A statement writes each fact once. */
const latestOf = (facts: readonly ContactFact[]): ContactFact[] => {
  const latest = new Map<string, ContactFact>();
  for (const fact of facts) {
    if ((latest.get(keyOfFact(fact))?.version ?? -1) < fact.version) latest.set(keyOfFact(fact), fact);
  }
  return [...latest.values()];
};

/** Writes the rows of the ledger anew that these facts are in, or were, at these places and times. */
export const bringUpToDate = async (
  tx: Transaction,
  changed: readonly ContactFact[],
  before: readonly Placed[],
): Promise<void> => {
  if (changed.length === 0 && before.length === 0) return;
  const lock = (places: readonly string[]): Promise<void> => lockLedger(tx, places);
  const { facts, rows } = await readClosure(tx, changed, [...changed, ...before], lock);
  await replaceContacts(tx, rows, contactsOf(facts));
};

/**
 * All facts that may have to do with these: linked, in one row so far, or so near in time at one contact point that one could take the
 * place of another. The stretches of time that are read grow until nothing is near their ends.
 */
const readClosure = async (
  tx: Transaction,
  changed: readonly ContactFact[],
  placed: readonly Placed[],
  lock: (places: readonly string[]) => Promise<void>,
): Promise<{ facts: StoredContactFact[]; rows: string[] }> => {
  const locked = new Set(placed.map(({ place }) => place));
  let spans = spansOver([], placed);
  let linkedTo = changed;
  let rows = rowsOf(placed);
  for (;;) {
    const facts = await readFacts(tx, { spans: spans.map(widened), linkedTo, rows });
    const grown = spansOver(spans, facts);
    const further = [...new Set(facts.map(({ place }) => place))].filter((place) => !locked.has(place));
    await lock(further);
    for (const place of further) locked.add(place);
    const found = rowsOf([...placed, ...facts]);
    const isLinked = new Set(linkedTo.map(keyOfFact));
    const isAll = facts.every((fact) => isLinked.has(keyOfFact(fact)) || !hasLinks(fact));
    if (isAll && further.length === 0 && found.length === rows.length && sizeOf(grown) === sizeOf(spans))
      return { facts, rows };
    spans = grown;
    rows = found;
    linkedTo = [...changed, ...facts];
  }
};

const rowsOf = (placed: readonly Placed[]): string[] => [...new Set(placed.flatMap(({ contact }) => contact ?? []))];

/** An interaction's own id links it as well: another may tell of the same. */
const hasLinks = ({ origin, reservation }: ContactFact): boolean => origin !== undefined || reservation !== undefined;

const widened = ({ place, from, to }: Span): Span => ({ place, from: from - oneContactMs, to: to + oneContactMs });

const sizeOf = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + (to - from) + 1, 0);

/** These stretches of time and moments, with those joined that are near each other. */
const spansOver = (spans: readonly Span[], placed: readonly Placed[]): Span[] => {
  const all = [...spans, ...placed.map(({ place, at }) => ({ place, from: at, to: at }))].toSorted((one, other) =>
    one.place < other.place ? -1 : one.place > other.place ? 1 : one.from - other.from,
  );
  const joined: Span[] = [];
  for (const span of all) {
    const last = joined.at(-1);
    if (last !== undefined && last.place === span.place && span.from - last.to <= oneContactMs)
      last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
};
