import { knownWordsKeyword } from './open.ts';

/** A JSON Schema, as far as compatibility looks at it. */
type Schema = { [keyword: string]: unknown };

/**
 * Between whom a schema stands. On a topic, versions meet in both directions: an older one reads what a newer one writes, and the
 * other way round. What is posted from outside is only ever read by the newer one.
 */
export type Meeting = 'topic' | 'posted';

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Keywords that explain and do not bind, and those that are compared in a way of their own. */
const apart = new Set([
  'description',
  'title',
  '$schema',
  'examples',
  'properties',
  'required',
  'enum',
  knownWordsKeyword,
  'not',
]);

/** What in `current` would break a reader or writer of `published`; empty where nothing would. Each line names the place. */
export const incompatibilities = (
  published: unknown,
  current: unknown,
  meeting: Meeting = 'topic',
  place = '$',
): string[] => {
  if (!isSchema(published) || !isSchema(current)) {
    return JSON.stringify(published) === JSON.stringify(current) ? [] : [`${place} changed`];
  }
  const keywords = new Set([...Object.keys(published), ...Object.keys(current)]);
  return [
    ...[...keywords]
      .filter((keyword) => !apart.has(keyword))
      .flatMap((keyword) => compareKeyword(published[keyword], current[keyword], meeting, `${place}.${keyword}`)),
    ...compareWords(published, current, meeting, place),
    ...compareProperties(published, current, meeting, place),
  ];
};

const compareKeyword = (published: unknown, current: unknown, meeting: Meeting, place: string): string[] => {
  if (Array.isArray(published) && Array.isArray(current) && published.some(isSchema)) {
    return compareAlternatives(published, current, meeting, place);
  }
  return incompatibilities(published, current, meeting, place);
};

/** Members of a union by the word that tells them apart; a new one is read by older versions as one that is not known. */
const compareAlternatives = (
  published: readonly unknown[],
  current: readonly unknown[],
  meeting: Meeting,
  place: string,
): string[] => {
  const find = (one: unknown, at: number): unknown => {
    const tag = tagOf(one);
    return tag === undefined ? current[at] : current.find((other) => tagOf(other) === tag);
  };
  const isTagged = published.every((one) => tagOf(one) !== undefined);
  return [
    ...(current.length > published.length && !isTagged ? [`${place} gained an alternative`] : []),
    ...published.flatMap((one, at) => {
      const other = find(one, at);
      const where = `${place}[${tagOf(one) ?? at}]`;
      return other === undefined ? [`${where} was removed`] : incompatibilities(one, other, meeting, where);
    }),
  ];
};

const tagOf = (member: unknown): string | undefined => {
  if (!isSchema(member) || !isSchema(member.properties)) return undefined;
  for (const property of Object.values(member.properties))
    if (isSchema(property) && typeof property.const === 'string') return property.const;
  return undefined;
};

/** An open enumeration may gain words and lose none; a closed one may do so only where nobody older reads it. */
const compareWords = (published: Schema, current: Schema, meeting: Meeting, place: string): string[] => {
  const lost = (keyword: string): string[] =>
    names(published[keyword])
      .filter((word) => !names(current[keyword]).includes(word))
      .map((word) => `${place} lost the word ${word}`);
  const gained = names(current.enum).filter((word) => !names(published.enum).includes(word));
  const wasOpen = knownWordsKeyword in published;
  const isOpen = knownWordsKeyword in current;
  return [
    ...lost('enum'),
    ...lost(knownWordsKeyword),
    ...(meeting === 'topic' || !('enum' in published) ? gained.map((word) => `${place} gained the word ${word}`) : []),
    ...(wasOpen && !isOpen ? [`${place} was closed`] : []),
    ...(!wasOpen && isOpen ? [`${place} was opened, and older readers do not know that`] : []),
    ...compareExclusions(published.not, current.not, place),
  ];
};

/** The member for all words that are not known excludes those that are. */
const compareExclusions = (published: unknown, current: unknown, place: string): string[] => {
  if (published === undefined && current === undefined) return [];
  if (!isSchema(published) || !isSchema(current)) return [`${place}.not changed`];
  const missing = names(published.enum).filter((word) => !names(current.enum).includes(word));
  return missing.map((word) => `${place} lost the word ${word}`);
};

const compareProperties = (published: Schema, current: Schema, meeting: Meeting, place: string): string[] => {
  const before = isSchema(published.properties) ? published.properties : {};
  const after = isSchema(current.properties) ? current.properties : {};
  const wasRequired = new Set(names(published.required));
  const isRequired = new Set(names(current.required));
  return [
    ...Object.keys(before).flatMap((name) =>
      name in after
        ? incompatibilities(before[name], after[name], meeting, `${place}.${name}`)
        : [`${place}.${name} was removed`],
    ),
    ...[...isRequired].filter((name) => !wasRequired.has(name)).map((name) => `${place}.${name} became required`),
    ...(meeting === 'posted'
      ? []
      : [...wasRequired]
          .filter((name) => !isRequired.has(name))
          .map((name) => `${place}.${name} is no longer required`)),
  ];
};
