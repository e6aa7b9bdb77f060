import { AcceptedInteraction, Decision, type Identifier } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { linkedAutomatically } from '../domain/automatic-links.ts';
import { type Decided, decided, identifiersIn } from '../domain/decision.ts';
import { type Fact, factOf } from '../domain/fact.ts';
import { nodeFor } from '../domain/node.ts';
import type { Rules } from '../domain/rules.ts';
import { identifiersOf, unusedIds } from '../domain/unused-identifiers.ts';
import { applyChange, type Change } from '../resolution/apply-change.ts';
import { noteUnused, type UnusedName } from '../store/erasure/unused-names.ts';
import { findCounted } from '../store/graph/interactions.ts';
import { openReader } from '../store/graph/reader.ts';
import { writeChanges } from '../store/graph/structure.ts';
import type { ShadowSchemas } from '../store/registry/shadow.ts';
import {
  deleteAttributions,
  forgetEntries,
  type JournalEntry,
  type NamedDecision,
  readDecisions,
  readNamed,
  readShadowInteractions,
  type True,
  writeAttributions,
  writeNamed,
} from '../store/registry/shadow-facts.ts';
import { allLinked, findMentionedLinks } from '../store/suggestions/automatic-links.ts';

/**
 * Tells the shadow what these interactions are in truth: it takes away what no longer is as it was told, and adds what it
 * was not told. To tell it twice, or late, changes nothing. `entries` are those of the journal that brought them.
 */
export const tellInteractions = async (
  tx: Transaction,
  rules: Rules,
  { places, keys, entries = [] }: { places: ShadowSchemas; keys: readonly string[]; entries?: readonly JournalEntry[] },
): Promise<void> => {
  const truth = await readShadowInteractions(tx, places, keys);
  const told = await findCounted(tx, keys);
  const gone = told.filter(({ key, content }) => {
    const now = truth.get(key);
    return !now?.counts || now.content !== content;
  });
  await takeEffect(tx, rules, { facts: [], withdrawn: factsIn(rules, gone) });
  await deleteAttributions(
    tx,
    gone.map(({ key }) => key),
  );
  // Until here the shadow saw the content with which it was told.
  if (entries.length > 0) await forgetEntries(tx, entries);
  const same = new Set(told.map(({ key }) => key)).difference(new Set(gone.map(({ key }) => key)));
  const fresh = [...truth.values()].filter(({ key, counts }) => counts && !same.has(key));
  await takeEffect(tx, rules, { facts: factsIn(rules, fresh) });
  const heard = [...truth.values()].filter(({ content }) => content !== '');
  await noteUnused(
    tx,
    heard.flatMap(({ key, content }) =>
      unusedIn(rules, key, identifiersOf(AcceptedInteraction.parse(JSON.parse(content)))),
    ),
  );
};

const unusedIn = (rules: Rules, key: string, identifiers: readonly Identifier[]): UnusedName[] =>
  unusedIds(rules, identifiers).map((node) => ({ node, key }));

/** The same for decisions. */
export const tellDecisions = async (
  tx: Transaction,
  rules: Rules,
  { places, ids, entries = [] }: { places: ShadowSchemas; ids: readonly string[]; entries?: readonly JournalEntry[] },
): Promise<void> => {
  const truth = new Map((await readDecisions(tx, places, ids)).map((one) => [one.id, one]));
  const told = await readNamed(tx, ids);
  const gone = [...told.values()].filter((one) => isEvidence(one) && !isSame(one, truth.get(one.id)));
  await takeEffect(tx, rules, { facts: [], retracted: gone.map((one) => decidedIn(rules, one)) });
  const named = [...truth.values()].map((one) => ({ ...one, nodes: namedIn(rules, one) }));
  await writeNamed(tx, ids, named);
  await noteUnused(
    tx,
    [...truth.values()].flatMap(({ id, content }) =>
      unusedIn(rules, id, identifiersIn(Decision.parse(JSON.parse(content)))),
    ),
  );
  if (entries.length > 0) await forgetEntries(tx, entries);
  const fresh = [...truth.values()].filter((one) => {
    const before = told.get(one.id);
    return isEvidence(one) && !(before && isSame(before, one));
  });
  await takeEffect(tx, rules, { facts: [], decided: fresh.map((one) => decidedIn(rules, one)) });
};

/**
 * Tells the shadow what is linked automatically, as far as it knows both identifiers; under other names, they are found again
 * by what is compared. They follow from all the rest, so they come last.
 */
export const tellAutomatic = async (tx: Transaction, rules: Rules, { base }: ShadowSchemas): Promise<void> => {
  const links = await allLinked(tx, base);
  const mentioned = await findMentionedLinks(tx, [...new Set(links.flatMap(({ a, b }) => [a, b]))]);
  const known = links.filter(({ a, b }) => mentioned.has(a) && mentioned.has(b));
  for (let at = 0; at < known.length; at += linksAtOnce) {
    const decided = known.slice(at, at + linksAtOnce).map((link) =>
      linkedAutomatically(
        link,
        [link.a, link.b].flatMap((id) => mentioned.get(id) ?? []),
      ),
    );
    await takeEffect(tx, rules, { facts: [], decided });
  }
};

const linksAtOnce = 200;

const isEvidence = ({ kind, holds }: NamedDecision): boolean => holds && kind !== 'withdrawn';

const isSame = (before: NamedDecision, now: NamedDecision | undefined): boolean =>
  now !== undefined && before.holds === now.holds && before.content === now.content;

const takeEffect = async (tx: Transaction, rules: Rules, change: Change): Promise<void> => {
  const { facts, withdrawn = [], decided = [], retracted = [] } = change;
  if (facts.length + withdrawn.length + decided.length + retracted.length === 0) return;
  const changed = await applyChange(openReader(tx, rules), rules.registry, change);
  const { known, structure, settled } = changed;
  await writeChanges(tx, known, { ...structure, nodes: settled.nodes });
  await writeAttributions(
    tx,
    [...facts, ...changed.moved.map(({ fact }) => fact)].map((fact) => {
      const attribution = settled.attributions.get(fact);
      if (attribution === undefined) throw new Error('a fact that was told was not attributed');
      return { key: fact.key, subject: attribution.node.id, rule: attribution.rule };
    }),
  );
};

/** Those that name somebody under these rules. */
const factsIn = ({ registry, deriveId }: Rules, interactions: readonly { content: string }[]): Fact[] =>
  interactions.flatMap(
    ({ content }) => factOf(registry, deriveId, AcceptedInteraction.parse(JSON.parse(content))) ?? [],
  );

const decidedIn = ({ registry, deriveId }: Rules, { content }: Pick<NamedDecision, 'content'>): Decided =>
  decided((one) => nodeFor(registry, deriveId, one), Decision.parse(JSON.parse(content)));

/** The nodes that a decision names under these rules; of a withdrawal, those of the interaction. */
const namedIn = (rules: Rules, one: NamedDecision & { interaction: string | null }): string[] => {
  if (one.kind !== 'withdrawn') return decidedIn(rules, one).evidence.nodes.map(({ id }) => id);
  if (one.interaction === null) return [];
  return factsIn(rules, [{ content: one.interaction }]).flatMap(({ nodes }) => nodes.map(({ id }) => id));
};

/** Whether what has grown to this has doubled again. */
export const isPowerOfTwo = (number: number): boolean => Number.isInteger(Math.log2(number));

/** The identifiers that these interactions name, as they were posted; of those that count. */
export const postedIdentifiers = (interactions: ReadonlyMap<string, True>): Identifier[] =>
  [...interactions.values()].flatMap(({ content, counts }) =>
    counts ? identifiersOf(AcceptedInteraction.parse(JSON.parse(content))) : [],
  );
