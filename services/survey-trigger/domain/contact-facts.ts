import { type Channel, ContactClass, type Identifier, instantOf, type ResolvedInteraction } from '@hilo/contracts';
import { ownSource } from './candidate.ts';
import type { ContactFact, ToldContact } from './contact.ts';
import { linksOf } from './contact-ledger.ts';
import { brakeOf, ReportedProperties } from './contact-report.ts';
import { isReachedBy, kindsOfChannel } from './reached-by.ts';

/** The keyed hash of a contact point. */
export type PlaceOf = (contactPoint: Identifier) => string;

/**
 * What an interaction of the thread says of a contact: the company began it, or the customer refused, was the wrong person, or was not
 * reached for good, whoever began. `undefined` for all others.
 */
export const contactFactOf = (resolved: ResolvedInteraction, placeOf: PlaceOf): ContactFact | undefined => {
  const { interaction, subject, version, withdrawn = false } = resolved;
  const { source, id, direction, outcome, properties = {} } = interaction;
  const reported = source === ownSource ? ReportedProperties.safeParse(properties).data?.contact : undefined;
  const bounce = typeof properties.bounce === 'string' ? properties.bounce : undefined;
  const brake = brakeOf({ objection: interaction.kind === 'objected', bounce, ...reported, outcome });
  if (direction !== 'outbound' && brake === undefined) return undefined;
  const contactPoint = contactPointOf(resolved, reported?.contactPoint);
  const at = instantOf(interaction.occurredAt);
  return {
    teller: 'interaction',
    source,
    id,
    version,
    place: placeOf(contactPoint),
    at,
    origin: originOf(resolved, reported),
    reservation: reported?.reservation,
    subject,
    brake,
    withdrawn,
    told: { ...toldBy(resolved, reported), contactPoint, startedAt: at },
  };
};

type Asked = {
  /** Of the invitation. */
  id: string;
  subject: string;
  channel: Channel;
  contactPoint: Identifier;
  touchpoint: string;
  /** Where it says in which voice she is asked. */
  purpose?: string | undefined;
  /** Of what asks nothing; without it, a survey. */
  class?: ContactClass | undefined;
  at: number;
};

/** By what the fact of an invitation with this id will be linked to others. */
export const linksOfInvitation = (id: string): string[] =>
  linksOf({ teller: 'invitation', source: ownSource, id, reservation: undefined, origin: { source: ownSource, id } });

/** An invitation of Hilo's own, as it was decided. */
export const invitedFact = (
  { id, subject, at, class: kind = 'survey', ...told }: Asked,
  placeOf: PlaceOf,
): ContactFact => ({
  teller: 'invitation',
  source: ownSource,
  id,
  version: 1,
  place: placeOf(told.contactPoint),
  at,
  origin: { source: ownSource, id },
  reservation: undefined,
  subject,
  brake: undefined,
  withdrawn: false,
  told: { ...told, direction: 'outbound', class: kind, startedAt: at },
});

type Reported = typeof ReportedProperties._output.contact;

/** What Hilo put there itself is of the report or the invitation that it was put there for. */
const originOf = ({ interaction: { source, id, properties } }: ResolvedInteraction, reported: Reported | undefined) => {
  if (reported !== undefined) return { source: reported.source, id: reported.id };
  const invitation = source === ownSource ? (properties?.message ?? properties?.invitation) : undefined;
  return { source, id: typeof invitation === 'string' ? invitation : id };
};

const toldBy = ({ interaction }: ResolvedInteraction, reported: Reported | undefined): ToldContact => {
  const { source, channel, direction, outcome, touchpoint, kind, properties = {} } = interaction;
  const isInvitation = source === ownSource && (kind === 'invited' || kind === 'reminded');
  return {
    channel,
    direction: direction ?? 'inbound',
    touchpoint,
    ...(outcome !== undefined && { outcome }),
    ...(reported !== undefined && { purpose: reported.purpose, class: reported.class }),
    ...(reported?.endedAt !== undefined && { endedAt: instantOf(reported.endedAt) }),
    ...(reported?.weight !== undefined && { weight: reported.weight }),
    ...(isInvitation && { class: 'survey' }),
    ...(source === ownSource && kind === 'told' && toldAs(properties)),
    ...(isInvitation && typeof properties.purpose === 'string' && { purpose: properties.purpose }),
  };
};

/** As what somebody was told something, and for what. */
const toldAs = (properties: Readonly<Record<string, unknown>>): Pick<ToldContact, 'class' | 'purpose'> => {
  const { data } = ContactClass.safeParse(properties.class);
  return {
    ...(data && { class: data }),
    ...(typeof properties.purpose === 'string' && { purpose: properties.purpose }),
  };
};

/** Where somebody was contacted: in the spelling of identity-resolution, if that has told one. */
const contactPointOf = ({ interaction, why }: ResolvedInteraction, named: number | undefined): Identifier => {
  const { channel, identifiers } = interaction;
  const chosen = (named === undefined ? undefined : identifiers[named]) ?? fittingContactPoint(channel, identifiers);
  const { kind, value } = chosen ?? why.identifier;
  const isOnly = identifiers.filter((one) => one.kind === kind).length === 1;
  return isOnly && why.identifier.kind === kind ? { kind, value: why.identifier.value } : { kind, value };
};

/** As a report chooses it of these identifiers; but nobody is telephoned at an e-mail address. */
export const contactPointFor = (channel: string, held: readonly Identifier[]): Identifier | undefined => {
  const fitting = held.filter((one) => isReachedBy(channel, one));
  const isKnown = kindsOfChannel[channel] !== undefined;
  return fittingContactPoint(channel, fitting.length === 0 && !isKnown ? held : fitting);
};

/** The likeliest of these identifiers at which somebody was reached on the channel. */
export const fittingContactPoint = (channel: string, identifiers: readonly Identifier[]): Identifier | undefined =>
  (kindsOfChannel[channel] ?? []).flatMap((kind) => identifiers.filter((one) => one.kind === kind))[0] ??
  identifiers[0];
