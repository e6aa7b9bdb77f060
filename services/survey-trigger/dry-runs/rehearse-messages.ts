import type { ResolvedInteraction } from '@hilo/contracts';

import { type Circumstances, circumstancesOf } from '../domain/candidate.ts';
import { derivedUuid } from '../domain/derived-uuid.ts';
import { type PastCandidate, type PastOutcome, runProgrammes } from '../domain/dry-run/programme-run.ts';
import { openToldTally, type ToldReport } from '../domain/dry-run/told-report.ts';
import type { Programme } from '../domain/programme.ts';
import type { CompiledReactions } from '../domain/reactions/compiled-reactions.ts';
import { keptTemplateId } from '../domain/templates/as-programme.ts';
import { valuesFor } from '../domain/templates/tell.ts';
import { readTemplates } from '../store/programme-versions.ts';
import { partIntoHouseholds } from './households.ts';
import { eachPart } from './parts.ts';
import { policyInForce } from './policies.ts';
import { CannotBeDone, type DryRunResources, goThrough, type Rehearsing, refuseTooMany } from './rehearsing.ts';

/** By which template each rule tells something, of those that do. */
export type RuleTemplates = ReadonlyMap<string, Programme>;

/** The templates that these rules name. */
export const templatesOf = async (
  { pool }: Pick<DryRunResources, 'pool'>,
  { reactions }: CompiledReactions,
): Promise<RuleTemplates> => {
  const telling = reactions.flatMap(({ rule: { id, action } }) =>
    action.do === 'message' ? [{ id, template: action.template }] : [],
  );
  if (telling.length === 0) return new Map();
  const stored = (await readTemplates(pool)).filter(({ standing }) => standing.state !== 'ended');
  const known = new Map(stored.map(({ id, programme }) => [id, programme]));
  return new Map(
    telling.map(({ id, template }) => {
      const programme = known.get(keptTemplateId(template));
      if (programme === undefined) throw new CannotBeDone(`The rule ${id} names no template in force: ${template}.`);
      return [id, programme];
    }),
  );
};

/** What would be needed to tell something about this, of which a rule would begin a window; nothing, where it tells nothing. */
export const toldAbout = (
  message: ResolvedInteraction,
  rule: string,
  templates: RuleTemplates,
): Circumstances | undefined => {
  const template = templates.get(rule)?.message;
  if (template === undefined) return undefined;
  const values = valuesFor(template, message.interaction.properties);
  return { ...circumstancesOf(message), message: { rule, class: template.class, values } };
};

type Fired = { id: string; rule: string; subject: string; source: string; interaction: string; at: number };

/** What would have been told since a rule would have fired at that moment. */
export const pastMessage = (
  { id, rule, subject, source, interaction, at }: Fired,
  { circumstances, firedAt }: { circumstances: Circumstances; firedAt: number },
  templates: RuleTemplates,
): PastCandidate[] => {
  const programme = templates.get(rule);
  if (programme === undefined) return [];
  const deadline = firedAt + programme.askWithinHours * 3_600_000;
  return [
    {
      ...{ id: derivedUuid(['told', id]), programme: programme.id, subject, source, interaction, circumstances },
      ...{ occurredAt: at, dueAt: firedAt, deadline, wasHeardLate: false },
    },
  ];
};

/** Finds out by rule what would have been told, and what withheld and why: by the contact policy in force, and what was known then. */
export const rehearseMessages = async (
  resources: DryRunResources,
  { messages, templates, asOf }: { messages: readonly PastCandidate[]; templates: RuleTemplates; asOf: number },
  doing: Rehearsing,
): Promise<ReadonlyMap<string, ToldReport>> => {
  const tally = openToldTally(templates);
  if (messages.length === 0) return tally.reports();
  refuseTooMany(messages.length);
  const policy = await policyInForce(resources.pool);
  const households = await partIntoHouseholds(resources, messages, doing);
  const programmes = new Map([...templates.values()].map((one) => [one.id, one]));
  let done = 0;
  const onOutcome = (outcome: PastOutcome): void => {
    done += 1;
    tally.note(outcome);
  };
  await eachPart(
    resources,
    { candidates: messages, attempts: [] },
    { households, asOf, counts: () => true, policies: [policy] },
    async (part) => {
      const run = { ...part, programmes, policy, placeOf: resources.hashes.ofIdentifier, asOf };
      await goThrough(runProgrammes(run, onOutcome), doing);
      await doing.tell({ phase: 'telling', done, total: messages.length });
    },
  );
  return tally.reports();
};
