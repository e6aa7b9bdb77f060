import { isDeepStrictEqual } from 'node:util';
import { command, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Derived } from '../domain/derive-id.ts';
import { Registry, strategyOf } from '../domain/registry.ts';
import type { Rules } from '../domain/rules.ts';
import type { PublicationOrigin } from '../store/publishing/publications.ts';
import { adoptChanges, carryVersions } from '../store/registry/adopt.ts';
import { createRenamed } from '../store/registry/compare-shadow.ts';
import { isDryRunning } from '../store/registry/dry-runs.ts';
import { carryFormerIds } from '../store/registry/former-ids.ts';
import {
  cancelProposal,
  claimProposal,
  listRegistries,
  noteProgress,
  putInForce,
  readInForce,
  type StoredRegistry,
  seizeRegistry,
} from '../store/registry/registries.ts';
import {
  analyseShadow,
  createShadow,
  dropShadow,
  enterShadow,
  findShadowSchemas,
  type ShadowSchemas,
  takePlace,
  watch,
} from '../store/registry/shadow.ts';
import {
  allDecisions,
  countShadowInteractions,
  type JournalEntry,
  nextKeys,
  readJournal,
} from '../store/registry/shadow-facts.ts';
import { type Renaming, tellRenamed } from './feed-renamed.ts';
import { isPowerOfTwo, tellAutomatic, tellDecisions, tellInteractions } from './feed-shadow.ts';

export type Applying = { pool: Pool; derived: Derived; place: PublicationOrigin; now(): number };

/** What a step did: nothing is being applied; there is more to do; it has to wait; or the rules came into force. */
export type ApplyStep = 'nothing' | 'more' | 'wait' | 'in-force';

const atOnce = 500;
const mostLeftToSeize = 50;

/**
 * One step of applying a registry: make the shadow and begin to watch → tell it every interaction and decision → tell it
 * what came meanwhile → keep everybody away for a moment, tell it the rest, and put it in the place of what is in force.
 * Each step is one transaction, so that whoever goes on after a crash goes on from there.
 */
export const applyStep = async (applying: Applying): Promise<ApplyStep> => {
  const done = await transaction(applying.pool, async (tx) => {
    await waitNotLong(tx);
    const proposal = await claimProposal(tx);
    if (proposal === undefined) return 'nothing';
    return phases[proposal.phase](tx, { ...applying, proposal, places: await findShadowSchemas(tx) });
  });
  return done === 'ready' ? comeIntoForce(applying) : done;
};

/** Gives up applying this version, with all that was built of it. Gives whether it was being applied. */
export const cancelApplying = (pool: Pool, version: number, by: string): Promise<boolean> =>
  transaction(pool, async (tx) => {
    await waitNotLong(tx);
    await seizeRegistry(tx);
    const proposal = await claimProposal(tx);
    if (proposal?.version !== version) return false;
    await dropShadow(tx, await findShadowSchemas(tx));
    await cancelProposal(tx, version, by);
    return true;
  });

type Work = Applying & { proposal: StoredRegistry; places: ShadowSchemas };

const begin = async (tx: Transaction, { proposal, places }: Work): Promise<'more'> => {
  // Whoever writes has locked some of what is to be watched, and would wait for the rest.
  await seizeRegistry(tx);
  await dropShadow(tx, places);
  await createShadow(tx, places);
  await createRenamed(tx, places);
  await watch(tx, places);
  const total = await countShadowInteractions(tx, places);
  await noteProgress(tx, { ...proposal, phase: 'tell', copiedUpTo: null, done: 0, total });
  return 'more';
};

const tell = async (tx: Transaction, { derived, proposal, places }: Work): Promise<'more'> => {
  const rules = await rulesOf(tx, proposal, derived);
  const renaming = await renamingIn(tx, rules, places);
  const keys = await nextKeys(tx, places, { after: proposal.copiedUpTo, limit: atOnce });
  const done = proposal.done + keys.length;
  await enterShadow(tx, places);
  if (proposal.copiedUpTo === null) await tellAllDecisions(tx, renaming);
  // What changed meanwhile is told first: the shadow must not hold for long what was erased.
  await catchUpOnce(tx, renaming);
  await tellInteractions(tx, rules, { places, keys });
  await tellRenamed(tx, renaming, { keys });
  if (isPowerOfTwo(Math.ceil(done / atOnce))) await analyseShadow(tx, places);
  if (keys.length === atOnce) {
    await noteProgress(tx, { ...proposal, copiedUpTo: keys.at(-1) ?? null, done });
  } else {
    await carryVersions(tx, places);
    await noteProgress(tx, { ...proposal, phase: 'catch-up', done });
  }
  return 'more';
};

const catchUp = async (tx: Transaction, { derived, proposal, places }: Work): Promise<'more' | 'ready' | 'wait'> => {
  await enterShadow(tx, places);
  const caught = await catchUpOnce(tx, await renamingIn(tx, await rulesOf(tx, proposal, derived), places));
  if (caught > mostLeftToSeize) return 'more';
  // It reads what is to be replaced until it is through; everybody would wait for it.
  return (await isDryRunning(tx)) ? 'wait' : 'ready';
};

const phases = { begin, tell, 'catch-up': catchUp };

const comeIntoForce = ({ pool, derived, place, now }: Applying): Promise<'nothing' | 'in-force'> =>
  transaction(pool, async (tx) => {
    await waitNotLong(tx);
    await seizeRegistry(tx);
    const proposal = await claimProposal(tx);
    if (proposal?.phase !== 'catch-up') return 'nothing';
    const places = await findShadowSchemas(tx);
    const rules = await rulesOf(tx, proposal, derived);
    const renaming = await renamingIn(tx, rules, places);
    const { before } = renaming;
    await enterShadow(tx, places);
    while ((await catchUpOnce(tx, renaming)) > 0);
    await tellAutomatic(tx, rules, places);
    await carryVersions(tx, places);
    await carryFormerIds(tx, places);
    await adoptChanges(tx, places, {
      place,
      traits: keptOtherwise(before, rules.registry),
      comparesOthers: !isDeepStrictEqual(before.compared, rules.registry.compared),
      now: now(),
    });
    await putInForce(tx, proposal.version, now());
    await takePlace(tx, places);
    await dropShadow(tx, places);
    return 'in-force';
  });

/** While we wait for a lock, others wait for us: rather let all go on, and try again. */
const waitNotLong = async (tx: Transaction): Promise<void> => {
  await tx.query(command("SET LOCAL lock_timeout = '5s'"));
};

const renamingIn = async (tx: Transaction, rules: Rules, places: ShadowSchemas): Promise<Renaming> => ({
  rules,
  before: registryIn(await readInForce(tx)),
  places,
});

const tellAllDecisions = async (tx: Transaction, renaming: Renaming): Promise<void> => {
  const { rules, places } = renaming;
  const ids = await allDecisions(tx, places);
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce);
    await tellDecisions(tx, rules, { places, ids: some });
    await tellRenamed(tx, renaming, { ids: some });
  }
};

/** Tells what the journal noted first. Gives how many entries that were. */
const catchUpOnce = async (tx: Transaction, renaming: Renaming): Promise<number> => {
  const { rules, places } = renaming;
  const entries = await readJournal(tx, atOnce);
  const [interactions, decisions] = [entriesOf(entries, 'interaction'), entriesOf(entries, 'decision')];
  const [keys, ids] = [keysOf(interactions), keysOf(decisions)];
  if (keys.length > 0) await tellInteractions(tx, rules, { places, keys, entries: interactions });
  if (ids.length > 0) await tellDecisions(tx, rules, { places, ids, entries: decisions });
  await tellRenamed(tx, renaming, { keys, ids });
  return entries.length;
};

const entriesOf = (entries: readonly JournalEntry[], what: string): JournalEntry[] =>
  entries.filter((entry) => entry.what === what);

const keysOf = (entries: readonly JournalEntry[]): string[] => [...new Set(entries.map(({ key }) => key))];

/** With those in force until then, and before: what only they use is noted. */
const rulesOf = async (tx: Transaction, { content }: StoredRegistry, derived: Derived): Promise<Rules> => {
  const before = (await listRegistries(tx)).filter(({ state }) => state === 'in-force' || state === 'superseded');
  return { ...derived, registry: registryIn(content), former: before.map((one) => registryIn(one.content)) };
};

/** The same content is the same object, which remembers the identifiers that it has seen. Two are in use at a time. */
const registryIn = (content: string): Registry => {
  const known = seen.get(content) ?? Registry.parse(JSON.parse(content));
  seen.set(content, known);
  return known;
};

const seen = new Map<string, Registry>();

/** The traits of which another value may survive. */
const keptOtherwise = (before: Registry, after: Registry): string[] =>
  [...new Set([...Object.keys(before.traits), ...Object.keys(after.traits)])].filter(
    (trait) => !isDeepStrictEqual(strategyOf(before, trait), strategyOf(after, trait)),
  );
