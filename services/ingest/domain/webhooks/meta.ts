import type { Adapter, Ignored, Mapped } from './adapter.ts';
import { type ContactChange, changesIn, gathered, ignore } from './changes.ts';
import { composeEvent, type Parts } from './compose.ts';
import { challengeOfMeta, verifyMeta } from './meta-signature.ts';
import { known } from './people.ts';
import { as, cut, type FieldReader, fieldReaderOf, type Sourced, said, small } from './reader.ts';
import { received, timeAs } from './time.ts';

/** Comments, posts, reactions and mentions on a Facebook page or an Instagram account. */
export const meta: Adapter = {
  verify: verifyMeta,
  challenge: challengeOfMeta,
  map: (body, receivedAt) => {
    const reader = fieldReaderOf(body);
    const object = reader.text('object') ?? '';
    const changes = changesIn(reader);
    const partOf = Object.hasOwn(objects, object) ? objects[object] : undefined;
    if (partOf === undefined || changes.length === 0) return gathered([ignore(object, reader, 'unknown-type')]);
    return gathered(changes.map((change) => partOf(change, receivedAt)));
  },
};

type PartOf = (change: ContactChange, receivedAt: number) => Mapped | Ignored;

const onPage: PartOf = (change, receivedAt) => {
  if (change.field === 'feed') return onFeed(change, receivedAt);
  if (change.field === 'mention') return pageMentioned(change, receivedAt);
  if (change.field === 'ratings') return pageRated(change, receivedAt);
  return ignore(change.field, change.value, 'unknown-type');
};

const onInstagram: PartOf = (change, receivedAt) => {
  if (change.field === 'comments' || change.field === 'live_comments') return instagramComment(change, receivedAt);
  if (change.field === 'mentions') return instagramMention(change, receivedAt);
  return ignore(change.field, change.value, 'unknown-type');
};

const objects: Readonly<Record<string, PartOf>> = { page: onPage, instagram: onInstagram };

/** What somebody did on the page, by the item that it was done with. */
const feedKinds: Readonly<Record<string, string>> = {
  comment: 'commented',
  reaction: 'reacted',
  like: 'reacted',
  post: 'posted',
  status: 'posted',
  photo: 'posted',
  video: 'posted',
  share: 'posted',
  link: 'posted',
};

const onFeed: PartOf = ({ value, entry }, receivedAt) => {
  const [item, verb] = [value.text('item') ?? '', value.text('verb') ?? ''];
  if (!Object.hasOwn(feedKinds, item)) return ignore(`${item} ${verb}`, value, 'unknown-type');
  if (!Object.hasOwn(verbs, verb)) return ignore(`${item} ${verb}`, value, 'not-of-interest');
  const author = authorOnPage(value);
  if (author === undefined) return ignore(item, value, 'names-nobody');
  if (author.value === entry.text('id')) return ignore(item, value, 'not-of-interest');
  const kind = feedKinds[item] ?? 'posted';
  const done = kind === 'reacted' ? idOfReaction(value, author) : (value.get('comment_id') ?? value.get('post_id'));
  const isFirst = verb === 'add';
  return composeEvent({
    ...inbound(value, entry, receivedAt),
    // What is edited or taken back has the id that it had when it was said.
    id: as(done, (id) => (isFirst ? id : [id, verb, value.text('created_time')].join(':'))) ?? said(null),
    touchpoint: said('facebook.page'),
    kind: as(value.get('item'), () => (isFirst ? kind : `${nouns[kind]}_${verbs[verb]}`)) ?? said(kind),
    // Who takes back what was said does not say it once more.
    text: verb === 'remove' ? undefined : cut(value.get('message')),
    identifiers: known('facebook_id', author),
    traits: { profileName: nameOnPage(value) },
    properties: { ...onFacebook(value, entry), reaction: small(value.get('reaction_type')) },
  });
};

/** What is done with an item, and the word for it where it is not the first time. */
const verbs: Readonly<Record<string, string>> = { add: 'added', edited: 'edited', remove: 'removed' };
const nouns: Readonly<Record<string, string>> = { commented: 'comment', reacted: 'reaction', posted: 'post' };

/** What somebody says of the page in a recommendation. Source: the Graph API's "Page ratings" field. */
const pageRated: PartOf = ({ value, entry }, receivedAt) => {
  const author = as(value.get('reviewer_id') ?? value.get('from', 'id'), (id) => id);
  if (author === undefined) return ignore('ratings', value, 'names-nobody');
  if (value.text('verb') !== 'add') return ignore('ratings', value, 'not-of-interest');
  const recommends = { POSITIVE: true, NEGATIVE: false }[value.text('recommendation_type')?.toUpperCase() ?? ''];
  const stars = /^[1-5]$/.test(value.text('rating') ?? '') ? Number(value.text('rating')) : undefined;
  const answers = [
    ...(recommends === undefined ? [] : [{ question: 'recommend', scale: 'yes_no', value: recommends }]),
    ...(stars === undefined ? [] : [{ question: 'rating', scale: 'csat', value: stars }]),
  ];
  return composeEvent({
    ...inbound(value, entry, receivedAt),
    id: value.get('open_graph_story_id') ?? value.get('comment_id') ?? value.get('post_id') ?? said(null),
    touchpoint: said('facebook.page'),
    kind: said('reviewed'),
    text: cut(value.get('review_text')),
    answers: answers.length > 0 ? said(answers) : undefined,
    identifiers: known('facebook_id', author),
    traits: { profileName: small(value.get('reviewer_name')) },
    properties: onFacebook(value, entry),
  });
};

/** A reaction has no id: whose it is, to what, and which. */
const idOfReaction = (value: FieldReader, author: Sourced): Sourced =>
  as(value.get('comment_id') ?? value.get('post_id'), (to) =>
    [to, author.value, value.text('reaction_type') ?? 'like', value.text('created_time')].join(':'),
  ) ?? said(null);

const pageMentioned: PartOf = ({ value, entry }, receivedAt) => {
  if (value.text('verb') !== 'add') return ignore('mention', value, 'not-of-interest');
  const author = authorOnPage(value);
  if (author === undefined) return ignore('mention', value, 'names-nobody');
  return composeEvent({
    ...inbound(value, entry, receivedAt),
    id: as(value.get('comment_id') ?? value.get('post_id'), (id) => `mention:${id}`) ?? said(null),
    touchpoint: said('facebook.mention'),
    kind: said('mentioned'),
    text: cut(value.get('message')),
    identifiers: known('facebook_id', author),
    traits: { profileName: nameOnPage(value) },
    properties: onFacebook(value, entry),
  });
};

const instagramComment: PartOf = ({ field, value, entry }, receivedAt) => {
  const identifiers = [
    ...known('instagram', value.get('from', 'username')),
    ...known('instagram_id', value.get('from', 'id')),
  ];
  if (identifiers.length === 0) return ignore(field, value, 'names-nobody');
  if (value.text('from', 'id') === entry.text('id')) return ignore(field, value, 'not-of-interest');
  return composeEvent({
    ...inbound(value, entry, receivedAt),
    id: value.get('id') ?? said(null),
    touchpoint: said(field === 'comments' ? 'instagram.comment' : 'instagram.live'),
    kind: said('commented'),
    text: cut(value.get('text')),
    identifiers,
    properties: {
      account: small(entry.get('id')),
      mediaId: small(value.get('media', 'id')),
      mediaType: small(value.get('media', 'media_product_type')),
      parentId: small(value.get('parent_id')),
    },
  });
};

/**
 * Instagram says of a mention where it is, not whose. The comment is the only name that its author has: whoever asks for
 * it and posts an interaction with both the comment's id and the author's name links the two.
 */
const instagramMention: PartOf = ({ value, entry }, receivedAt) => {
  const [comment, media] = [value.get('comment_id'), value.get('media_id')];
  const place = comment ? known('instagram_comment_id', comment) : known('instagram_media_id', media);
  if (place.length === 0) return ignore('mentions', value, 'names-nobody');
  return composeEvent({
    ...inbound(value, entry, receivedAt),
    id: as(comment ?? media, (id) => `mention:${id}`) ?? said(null),
    touchpoint: said('instagram.mention'),
    kind: said('mentioned'),
    identifiers: place,
    properties: { account: small(entry.get('id')), mediaId: small(media), commentId: small(comment) },
  });
};

const inbound = (
  value: FieldReader,
  entry: FieldReader,
  receivedAt: number,
): Pick<Parts, 'occurredAt' | 'channel' | 'direction' | 'actor'> => ({
  occurredAt: metaTime(value.get('created_time')) ?? notified(entry) ?? received(receivedAt),
  channel: said('social'),
  direction: said('inbound'),
  actor: said('customer'),
});

/** When Meta sent the notification, which is later when it sends it again. */
const notified = (entry: FieldReader): Sourced | undefined => {
  const at = metaTime(entry.get('time'));
  return at && { ...at, isDerived: true };
};

/** Seconds on pages and comments, milliseconds in some products. */
const metaTime = (sourced: Sourced | undefined): Sourced | undefined =>
  timeAs(Number(sourced?.value) > 100_000_000_000 ? 'milliseconds' : 'seconds', sourced);

const authorOnPage = (value: FieldReader): Sourced | undefined =>
  as(value.get('from', 'id') ?? value.get('sender_id'), (id) => id);

const nameOnPage = (value: FieldReader): Sourced | undefined =>
  small(value.get('from', 'name') ?? value.get('sender_name'));

const onFacebook = (value: FieldReader, entry: FieldReader) => ({
  page: small(entry.get('id')),
  item: small(value.get('item')),
  postId: small(value.get('post_id')),
  commentId: small(value.get('comment_id')),
  parentId: small(value.get('parent_id')),
  link: small(value.get('link') ?? value.get('post', 'permalink_url')),
  photo: small(value.get('photo')),
  video: small(value.get('video')),
});
