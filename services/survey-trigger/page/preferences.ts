import { type Interaction, interactionRecord, stamped, topics } from '@hilo/contracts';
import { holdOffErasures, type Outgoing, type Transaction } from '@hilo/runtime';
import { ownSource } from '../domain/candidate.ts';
import { chosenInteractions, type PostedPreferences, preferencesOf } from '../domain/page/preference-choice.ts';
import { findPageLink, type PageLink } from '../store/page-links.ts';
import { findRecords } from '../store/profiles.ts';
import { closedPage, framed, stepOfAnybody, wordingOf, wordingOfAnybody } from './framing.ts';
import { hrefOf } from './html/href.ts';
import { preferencesPage, preferencesSaved } from './html/preferences.ts';
import { confirmed } from './html/steps.ts';
import { objectBy } from './objecting.ts';
import { commitAndPublish, firstOf, type Pages, type Reply, type Visit } from './visit.ts';

const purpose = 'unsubscribe';

/** Shows how she is asked, and how she may be. Nothing is written. */
export const showPreferences = async (pages: Pages, visit: Visit): Promise<Reply> => {
  const step = stepOfAnybody(pages, visit);
  if (step !== undefined) return step;
  const link = await findPageLink(pages.pool, visit.token, purpose);
  const record = link && (await findRecords(pages.pool, [link.subject])).get(link.subject);
  if (link === undefined || record === undefined) return closedPage(pages, visit);
  const wording = wordingOf(pages, visit, link);
  const { texts, language: lang } = wording;
  if (firstOf(visit.said, 'step') === 'saved')
    return {
      status: 200,
      page: framed(pages, wording, { ...preferencesSaved(texts, lang), query: { step: 'saved' } }),
    };
  const preferences = preferencesOf({ programme: link.programme, profile: record, now: pages.now() });
  const parts = preferencesPage({ texts, brand: pages.brand, lang, preferences, form: pages.newId() });
  return { status: 200, page: framed(pages, wording, parts, link) };
};

/** What she chose; or that nobody is to ask her again, with one click as RFC 8058 has it, for as long as Hilo knows the link. */
export const postPreferences = async (pages: Pages, visit: Visit): Promise<Reply> => {
  const { token, said } = visit;
  const lang = firstOf(said, 'lang');
  const act = firstOf(said, 'act');
  if (firstOf(said, 'List-Unsubscribe') === 'One-Click') {
    await objectBy(pages, { token, purpose }, { brake: 'refusal', proof: 'List-Unsubscribe=One-Click (RFC 8058)' });
    const wording = wordingOfAnybody(pages, visit);
    return { status: 200, page: framed(pages, wording, confirmed('refuse', wording.texts, pages.brand)) };
  }
  if (act === 'refuse') {
    await objectBy(pages, { token, purpose }, { brake: 'refusal', proof: 'refused on the page of preferences' });
    return { goTo: hrefOf({ step: 'refused', lang }) };
  }
  if (act === 'refuse-every-voice') {
    await objectBy(
      pages,
      { token, purpose },
      { brake: 'objection', proof: 'refused in every voice on the page of preferences' },
    );
    return { goTo: hrefOf({ step: 'refused', lang }) };
  }
  if (act === 'not-me') {
    await objectBy(pages, { token, purpose }, { brake: 'wrong-person', proof: 'told on the page of preferences' });
    return { goTo: hrefOf({ step: 'told', lang }) };
  }
  const link = act === 'preferences' ? await findPageLink(pages.pool, token, purpose) : undefined;
  if (link === undefined) return closedPage(pages, visit);
  await choose(pages, visit, link);
  return { goTo: hrefOf({ step: 'saved', lang }) };
};

const choose = (pages: Pages, { said }: Visit, link: PageLink) => {
  const posted: PostedPreferences = {
    channels: said('channel'),
    hours: firstOf(said, 'hours') ?? '',
    pause: firstOf(said, 'pause') ?? '',
  };
  return commitAndPublish(pages, async (tx) => ({
    outbox: await chosen(tx, link, { posted, form: firstOf(said, 'form') ?? '', now: pages.now() }),
  }));
};

const chosen = async (
  tx: Transaction,
  { id, subject, contactPoint, programme }: PageLink,
  choice: { posted: PostedPreferences; form: string; now: number },
): Promise<Outgoing[]> => {
  await holdOffErasures(tx);
  const profile = (await findRecords(tx, [subject])).get(subject);
  if (profile === undefined) return [];
  return chosenInteractions({ ...choice, invitation: id, subject, contactPoint, programme, profile }).map((one) =>
    messageOf(one, choice.now),
  );
};

const messageOf = (interaction: Interaction & { id: string }, now: number): Outgoing => {
  const content = stamped(JSON.stringify(interaction), { source: ownSource, receivedAt: now, isTimeDerived: true });
  const record = interactionRecord({ id: interaction.id, source: ownSource, interaction, content });
  return { topic: topics.interactions.name, ...record };
};
