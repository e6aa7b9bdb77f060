/** A JSON Schema, as far as compatibility looks at it. */
type Schema = { [keyword: string]: unknown };

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Keywords that explain and do not bind. */
const prose = new Set(['description', 'title', '$schema', 'examples', 'properties', 'required']);

/**
 * What in `current` would break a reader or writer of `published`; empty if it is the same or only extended by
 * optional fields. Each line names the place.
 */
export const incompatibilities = (published: unknown, current: unknown, place = '$'): string[] => {
  if (!isSchema(published) || !isSchema(current)) {
    return JSON.stringify(published) === JSON.stringify(current) ? [] : [`${place} changed`];
  }
  const found: string[] = [];
  for (const keyword of new Set([...Object.keys(published), ...Object.keys(current)])) {
    if (prose.has(keyword)) continue;
    found.push(...compareKeyword(published[keyword], current[keyword], `${place}.${keyword}`));
  }
  found.push(...compareProperties(published, current, place));
  return found;
};

const compareKeyword = (published: unknown, current: unknown, place: string): string[] => {
  if (Array.isArray(published) && Array.isArray(current) && published.some(isSchema)) {
    const removed = published.length > current.length ? [`${place} lost an alternative`] : [];
    return [...removed, ...published.flatMap((entry, at) => incompatibilities(entry, current[at], `${place}[${at}]`))];
  }
  return incompatibilities(published, current, place);
};

const compareProperties = (published: Schema, current: Schema, place: string): string[] => {
  const before = isSchema(published.properties) ? published.properties : {};
  const after = isSchema(current.properties) ? current.properties : {};
  const wasRequired = new Set(names(published.required));
  const isRequired = new Set(names(current.required));
  return [
    ...Object.keys(before).flatMap((name) =>
      name in after
        ? incompatibilities(before[name], after[name], `${place}.${name}`)
        : [`${place}.${name} was removed`],
    ),
    ...[...isRequired].filter((name) => !wasRequired.has(name)).map((name) => `${place}.${name} became required`),
    ...[...wasRequired].filter((name) => !isRequired.has(name)).map((name) => `${place}.${name} is no longer required`),
  ];
};
