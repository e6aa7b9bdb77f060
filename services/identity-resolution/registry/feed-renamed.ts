import { Decision, type Identifier } from '@hilo/contracts';
import type { Transaction } from '@hilo/runtime';
import { identifiersIn } from '../domain/decision.ts';
import type { Registry } from '../domain/registry.ts';
import { renamedBy } from '../domain/renamed-identifiers.ts';
import type { Rules } from '../domain/rules.ts';
import { noteRenamed } from '../store/registry/compare-shadow.ts';
import type { ShadowSchemas } from '../store/registry/shadow.ts';
import { readDecisions, readShadowInteractions } from '../store/registry/shadow-facts.ts';
import { postedIdentifiers } from './feed-shadow.ts';

/** What the other rules are compared with, to find who is known under another id by them. */
export type Renaming = { rules: Rules; before: Registry; places: ShadowSchemas };

/** Notes in the shadow which identifiers of these interactions and decisions have another id by the other rules. */
export const tellRenamed = async (
  tx: Transaction,
  { rules, before, places }: Renaming,
  { keys = [], ids = [] }: { keys?: readonly string[]; ids?: readonly string[] },
): Promise<void> => {
  if (!mayRename(before, rules.registry)) return;
  const posted = keys.length === 0 ? [] : postedIdentifiers(await readShadowInteractions(tx, places, keys));
  const decided = ids.length === 0 ? [] : (await readDecisions(tx, places, ids)).flatMap(identifiersInText);
  await noteRenamed(tx, renamedBy({ before, ...rules }, [...posted, ...decided]));
};

const identifiersInText = ({ content }: { content: string }): readonly Identifier[] =>
  identifiersIn(Decision.parse(JSON.parse(content)));

/** Ids are derived from values, which depend on these alone. */
const mayRename = (before: Registry, after: Registry): boolean =>
  JSON.stringify(spelling(before)) !== JSON.stringify(spelling(after));

const spelling = ({ normalisation, defaultCountry, kinds, otherKinds }: Registry) => ({
  normalisation,
  defaultCountry,
  kinds: Object.entries(kinds)
    .map(([kind, { normalise }]) => `${kind} ${normalise}`)
    .sort(),
  others: otherKinds.normalise,
});
