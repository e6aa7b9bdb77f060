import { counter } from '@hilo/runtime';

const resolved = counter('hilo_interactions_resolved', 'Interactions put on a thread.');
const ofTheErased = counter('hilo_interactions_of_the_erased', 'Interactions that were not let in.');
const recordsChanged = counter('hilo_records_changed', 'Records published.');
const recordsMerged = counter('hilo_records_merged_away', 'Records that became part of another.');
const linksRefused = counter('hilo_links_refused', 'Links that do not hold, by the reason.');
const decisions = counter('hilo_decisions', 'What people decided of who is who.');
const erasures = counter('hilo_erasures', 'People who were erased.');
const pairsCompared = counter('hilo_pairs_compared', 'Pairs of customers compared.');
const suggestionsKept = counter('hilo_suggestions_kept', 'Pairs found to be likely.');
const suggestionsDropped = counter('hilo_suggestions_dropped', 'Suggestions that no longer stand.');
const suggestionsAnswered = counter('hilo_suggestions_answered', 'Suggestions accepted or rejected.');
const linksAdded = counter('hilo_automatic_links_added', 'Pairs linked automatically.');
const linksRemoved = counter('hilo_automatic_links_removed', 'Pairs that are not linked automatically any more.');
const models = counter('hilo_linkage_models', 'Models of linkage learnt.');

/** Which records changed, a message each, without a value where one became part of another; and why links do not hold. */
type Changes = { customers: readonly { value: string | null }[]; refused: readonly string[] };

/** What a batch did to the records of customers. */
export const countBatch = ({ stored, erased, ...changes }: Changes & Record<'stored' | 'erased', number>): void => {
  resolved.add(stored);
  ofTheErased.add(erased);
  countChanges(changes);
};

const countChanges = ({ customers, refused }: Changes): void => {
  const merged = customers.filter(({ value }) => value === null).length;
  recordsChanged.add(customers.length - merged);
  recordsMerged.add(merged);
  for (const [reason, links] of Map.groupBy(refused, (reason) => reason)) linksRefused.add(links.length, { reason });
};

/** A person made a decision of this kind, or took one back. */
export const countDecision = (kind: string, { isRetracted }: { isRetracted: boolean }, changes: Changes): void => {
  countChanges(changes);
  decisions.add(1, { kind, retracted: isRetracted });
};

/** A person was erased. */
export const countErasure = (changes: Changes): void => {
  countChanges(changes);
  erasures.add(1);
};

/** Customers were compared, and pairs suggested or no longer. */
export const countComparisons = ({
  pairs,
  suggested,
  dropped,
}: Record<'pairs' | 'suggested' | 'dropped', number>): void => {
  pairsCompared.add(pairs);
  suggestionsKept.add(suggested);
  suggestionsDropped.add(dropped);
};

/** A person answered a suggestion. */
export const countAnswer = (answer: 'accepted' | 'rejected'): void => suggestionsAnswered.add(1, { answer });

/** Pairs were found probable enough to be linked automatically, or no longer. */
export const countLinked = ({ added, removed, ...changes }: Changes & Record<'added' | 'removed', number>): void => {
  countChanges(changes);
  linksAdded.add(added);
  linksRemoved.add(removed);
};

/** A model of linkage was learnt and is in force. */
export const countModel = (): void => models.add(1);
