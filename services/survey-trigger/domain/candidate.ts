import {
  ContactClass,
  Identifier,
  instantOf,
  Journey,
  OpenActor,
  OpenDirection,
  OpenOutcome,
  Purpose,
  type ResolvedInteraction,
  Word,
} from '@hilo/contracts';
import { z } from 'zod';
import { caseResolved } from './cases/case-resolved.ts';
import { derivedUuid } from './derived-uuid.ts';
import type { Programme } from './programme.ts';
import { valuesFor } from './templates/tell.ts';
import type { TemplateMessage } from './templates/template.ts';
import { placeZone } from './time/zones.ts';
import { asksAfter } from './trigger.ts';
import { isSaidIn, purposeOfVoice, voiceAsked } from './voices.ts';

/** The source of what survey-trigger puts on the thread itself. */
export const ownSource = 'hilo/survey-trigger';

/** What a decision needs to know of the interaction itself. */
export const Circumstances = z.object({
  direction: OpenDirection.optional(),
  actor: OpenActor.optional(),
  outcome: OpenOutcome.optional(),
  withdrawn: z.boolean().optional().describe('The interaction counts for nobody any more.'),
  answered: z.array(Word).describe('The questions that it answers already.'),
  timeZone: z.string().optional().describe('The zone of the device on which the customer was.'),
  journey: z
    .object({ id: Journey.shape.id, name: Journey.shape.name, stage: Journey.shape.stage })
    .optional()
    .describe('The journey that it is part of, and so is what follows from it.'),
  purpose: Purpose.optional().describe(
    'What it is asked for, where that says in which voice: other than as a customer.',
  ),
  momentOfTruth: z.boolean().optional().describe('The journey is judged by this interaction.'),
  identifier: Identifier.optional().describe(
    'By which she is known who was asked where nobody has her address: the transaction on a receipt.',
  ),
  message: z
    .object({ rule: z.string(), class: ContactClass, values: z.record(z.string(), z.string()) })
    .optional()
    .describe('Of what is told and asks nothing: by which rule of reactions, as what, and what of it a text names.'),
  trace: z
    .record(z.string(), z.string())
    .optional()
    .describe('The trace that it is part of, and so is what is decided.'),
});

export type Circumstances = z.infer<typeof Circumstances>;

/** An interaction about which a programme would ask; times are in milliseconds since the epoch. */
export type Candidate = {
  id: string;
  programme: Programme;
  resolved: ResolvedInteraction;
  dueAt: number;
  deadline: number;
  circumstances: Circumstances;
};

/**
 * What each programme would ask about this interaction, which may be part of a trace: nothing about asking itself, which would have
 * no end; about a case that was resolved it may be asked.
 */
export const candidatesOf = (
  programmes: readonly Programme[],
  resolved: ResolvedInteraction,
  trace: Circumstances['trace'] = {},
): Candidate[] =>
  programmes
    .filter((programme) => !isOfAsking(resolved) && asksAfter(programme, resolved.interaction))
    .filter((programme) => isAskedOf(programme, resolved))
    .map((programme) => candidateOf(programme, resolved, trace));

/** Why no customer is asked about what is internal is told; what asks employees is not set off by customers at all. */
const isAskedOf = (programme: Programme, { interaction }: ResolvedInteraction): boolean =>
  voiceAsked(programme) === 'customer' || isSaidIn(voiceAsked(programme), interaction);

const candidateOf = (
  programme: Programme,
  resolved: ResolvedInteraction,
  trace: NonNullable<Circumstances['trace']>,
): Candidate => {
  const occurredAt = instantOf(resolved.interaction.occurredAt);
  return {
    id: invitationId(programme.id, resolved.interaction),
    programme,
    resolved,
    // What was withdrawn is decided at once: there is nothing to wait for.
    dueAt: resolved.withdrawn ? occurredAt : occurredAt + programme.askAfterMinutes * 60_000,
    deadline: occurredAt + programme.askWithinHours * 3_600_000,
    circumstances: {
      ...circumstancesOf(resolved),
      ...purposeOfVoice(programme),
      ...(trace.traceparent !== undefined && { trace }),
    },
  };
};

/** What programmes would ask since Hilo reacts by this rule to an interaction: from now on, and until as long after that as after any. */
export const candidatesBy = (
  programmes: readonly Programme[],
  reaction: string,
  resolved: ResolvedInteraction,
  now: number,
): Candidate[] =>
  programmes
    .filter((programme) => programme.message === undefined && programme.when.reactions?.includes(reaction))
    .filter((programme) => isAskedOf(programme, resolved))
    .map((programme) => ({
      ...candidateOf(programme, resolved, {}),
      dueAt: now + programme.askAfterMinutes * 60_000,
    }));

/** What is told since Hilo reacted to an interaction, by a template: once for each reaction, now or as soon as it may be. */
export const toldCandidate = (
  template: Programme & { message: TemplateMessage },
  { reaction, rule }: { reaction: string; rule: string },
  resolved: ResolvedInteraction,
  now: number,
): Candidate => ({
  ...candidateOf(template, resolved, {}),
  id: derivedUuid(['told', reaction]),
  dueAt: now,
  deadline: now + template.askWithinHours * 3_600_000,
  circumstances: {
    ...circumstancesOf(resolved),
    purpose: template.purpose,
    message: {
      ...{ rule, class: template.message.class },
      values: valuesFor(template.message, resolved.interaction.properties),
    },
  },
});

const isOfAsking = ({ interaction: { source, kind } }: ResolvedInteraction): boolean =>
  source === ownSource && kind !== caseResolved;

/** What a decision needs to know of this interaction. */
export const circumstancesOf = ({
  withdrawn,
  interaction: { direction, actor, outcome, answers = [], journey, channel, context },
}: ResolvedInteraction): Circumstances => ({
  ...(withdrawn && { withdrawn }),
  ...(direction && { direction }),
  ...(actor && { actor }),
  ...(outcome && { outcome }),
  answered: answers.map(({ question }) => question),
  ...zoneOf({ direction, actor, channel, context }),
  ...(journey && { journey: journeyOf(journey) }),
  ...(journey?.momentOfTruth && { momentOfTruth: true }),
});

const onOwnDevice: ReadonlySet<string> = new Set(['web', 'app', 'chat']);

/** Where the customer herself was at a device: that of an agent, or of a server, says nothing of where she is. */
const zoneOf = ({
  direction = 'inbound',
  actor = 'customer',
  channel,
  context,
}: Pick<ResolvedInteraction['interaction'], 'direction' | 'actor' | 'channel' | 'context'>): Pick<
  Circumstances,
  'timeZone'
> => {
  const zone = context?.timezone ?? context?.timeZone;
  const isHers = direction === 'inbound' && actor === 'customer' && onOwnDevice.has(channel);
  return isHers && typeof zone === 'string' && placeZone(zone) !== undefined ? { timeZone: zone } : {};
};

/** Without whether it is the moment by which the journey is judged: what follows from it is not. */
const journeyOf = ({ id, name, stage }: Journey): Circumstances['journey'] => ({ id, name, ...(stage && { stage }) });

/** One per programme and interaction, however often it is heard of. */
export const invitationId = (programme: string, { source, id }: { source: string; id: string }): string =>
  derivedUuid([programme, source, id]);
