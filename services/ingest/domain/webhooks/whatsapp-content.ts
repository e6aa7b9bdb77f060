import { jsonIn, leavesOf } from './leaves.ts';
import { as, cut, type FieldReader, type Sourced, small } from './reader.ts';

type Properties = Record<string, Sourced | undefined>;

/**
 * What a message of each type has beside its text: the answers of a Flow, an order, contact cards, a place, a file. Of a type
 * that is not here, every small value under its own name. Source: the Cloud API's "Messages webhook reference".
 */
export const contentOf = (message: FieldReader, type: string): Properties => {
  if (media.has(type)) return mediaOf(message.at(type));
  const read = Object.hasOwn(contents, type) ? contents[type] : undefined;
  return read === undefined
    ? leavesOf(message.get(type), { under: /^[a-z]\w{0,63}$/i.test(type) ? type : 'content' })
    : read(message);
};

const media = new Set(['image', 'video', 'audio', 'document', 'sticker']);

const mediaOf = (file: FieldReader): Properties => ({
  mediaId: small(file.get('id')),
  mediaType: small(file.get('mime_type')),
  fileName: small(file.get('filename')),
  voice: small(file.get('voice')),
});

const flowOf = (message: FieldReader): Properties => {
  const answers = message.get('interactive', 'nfm_reply', 'response_json');
  const value = as(answers, jsonIn) ?? answers;
  return {
    flowName: small(message.get('interactive', 'nfm_reply', 'name')),
    ...(typeof value?.value === 'string'
      ? { flow: cut(value, 4000) }
      : leavesOf(value && { value: value.value, from: undefined }, { under: 'flow' })),
  };
};

const orderOf = (message: FieldReader): Properties => {
  const order = message.at('order');
  const items = order.each('product_items').slice(0, mostListed);
  return {
    catalogId: small(order.get('catalog_id')),
    items: listOf(order.get('product_items'), items, (item) => ({
      product: item.text('product_retailer_id'),
      quantity: numberIn(item.text('quantity')),
      price: numberIn(item.text('item_price')),
      currency: item.text('currency'),
    })),
    currency: small(items[0]?.get('currency')),
  };
};

/** Whom a card names is somebody else than its sender: a property, never an identifier. */
const cardsOf = (message: FieldReader): Properties => ({
  contacts: listOf(message.get('contacts'), message.each('contacts').slice(0, mostListed), (card) => ({
    name: card.text('name', 'formatted_name'),
    phones: textsIn(card, 'phones', 'phone'),
    emails: textsIn(card, 'emails', 'email'),
    organisation: card.text('org', 'company'),
    birthday: card.text('birthday'),
    urls: textsIn(card, 'urls', 'url'),
  })),
});

const placeOf = (message: FieldReader): Properties => ({
  latitude: small(message.get('location', 'latitude')),
  longitude: small(message.get('location', 'longitude')),
  placeName: small(message.get('location', 'name')),
  address: small(message.get('location', 'address')),
  url: small(message.get('location', 'url')),
});

/** Read elsewhere as a whole: `text`, `button`, `reaction`. */
const contents: Readonly<Record<string, (message: FieldReader) => Properties>> = {
  text: () => ({}),
  button: () => ({}),
  reaction: () => ({}),
  interactive: flowOf,
  order: orderOf,
  contacts: cardsOf,
  location: placeOf,
};

const mostListed = 30;

type Told = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** A list with what is told of each of its parts; nothing where there is no list, or nothing in it. */
const listOf = (
  list: Sourced | undefined,
  parts: readonly FieldReader[],
  tell: (part: FieldReader) => Told,
): Sourced | undefined => {
  const told = parts.map((part) =>
    Object.fromEntries(Object.entries(tell(part)).filter(([, value]) => value !== undefined)),
  );
  return told.length === 0 ? undefined : { value: told, from: list?.from };
};

const textsIn = (card: FieldReader, list: string, name: string): readonly string[] | undefined => {
  const texts = card.each(list).flatMap((one) => one.text(name) ?? []);
  return texts.length === 0 ? undefined : texts.slice(0, mostListed);
};

const numberIn = (text: string | undefined): number | string | undefined =>
  text !== undefined && /^-?\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : text;
