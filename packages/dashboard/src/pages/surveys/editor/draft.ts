/** Whatever stands in JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
/** A programme as it is being written: of whatever is in it, and whatever is not yet. */
export type Draft = { readonly [name: string]: Json };
export type Place = readonly (string | number)[];

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value);

/** What stands at a place, if anything does. */
export const valueAt = (value: Json | undefined, [first, ...rest]: Place): Json | undefined => {
  if (first === undefined) return value;
  if (typeof first === 'number') return isList(value) ? valueAt(value[first], rest) : undefined;
  return isObject(value) && Object.hasOwn(value, first) ? valueAt(value[first], rest) : undefined;
};

export const textAt = (draft: Json, place: Place): string => {
  const value = valueAt(draft, place);
  return typeof value === 'string' ? value : '';
};
export const numberAt = (draft: Json, place: Place): number | '' => {
  const value = valueAt(draft, place);
  return typeof value === 'number' ? value : '';
};
export const listAt = (draft: Json, place: Place): readonly Json[] => {
  const value = valueAt(draft, place);
  return isList(value) ? value : [];
};
export const textsAt = (draft: Json, place: Place): string[] =>
  listAt(draft, place).flatMap((one) => (typeof one === 'string' ? [one] : []));

/** The draft with this at a place; with nothing there, also what was around it goes, where that says nothing any more. */
export const changedAt = (draft: Draft, place: Place, value: Json | undefined): Draft => {
  const changed = changedIn(draft, place, value);
  return isObject(changed) ? changed : {};
};

const changedIn = (within: Json | undefined, [first, ...rest]: Place, value: Json | undefined): Json | undefined => {
  if (first === undefined) return value;
  if (typeof first === 'number') {
    const list = isList(within) ? within : [];
    const inside = changedIn(list[first], rest, value);
    if (inside === undefined) return rest.length === 0 ? list.toSpliced(first, 1) : list.with(first, {});
    return first < list.length ? list.with(first, inside) : [...list, inside];
  }
  const object = isObject(within) ? within : {};
  const { [first]: _, ...others } = object;
  const inside = changedIn(object[first], rest, value);
  if (inside !== undefined) return { ...object, [first]: inside };
  return Object.keys(others).length === 0 ? undefined : others;
};

/** The list with one of its elements a place further up. */
export const movedUp = (list: readonly Json[], place: number): readonly Json[] => {
  const [above, moved] = [list[place - 1], list[place]];
  return above === undefined || moved === undefined ? list : list.with(place - 1, moved).with(place, above);
};

/** A place as the API names it: `questions[0].text.en`. */
export const pathOf = (place: Place): string =>
  place.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');

/** Whether a path of the API lies at this place, or within what is there. */
export const isWithin = (path: string, place: Place): boolean => {
  const own = pathOf(place);
  return path === own || path.startsWith(`${own}.`) || path.startsWith(`${own}[`);
};

/** In which languages it is written: those that it names; else those that any of its texts has. */
export const languagesIn = (draft: Draft): string[] => {
  const named = textsAt(draft, ['languages']);
  if (named.length > 0) return named;
  const written = listAt(draft, ['questions']).flatMap((question) => {
    const text = valueAt(question, ['text']);
    return isObject(text) ? Object.keys(text) : [];
  });
  const found = [...new Set(written)].toSorted();
  return found.length > 0 ? found : ['en'];
};

/** A programme that asks nobody anything yet, with what most programmes have. */
export const emptyDraft: Draft = {
  title: '',
  when: { touchpoints: [] },
  questions: [{ question: '', scale: 'nps', text: {} }],
  languages: ['en', 'es'],
  defaultLanguage: 'en',
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 30,
  askWithinHours: 48,
  restDays: 30,
};

/** A programme that is in force, as it is written: without what Hilo gives it. */
export const draftOf = (programme: object): Draft => {
  const written: Draft = JSON.parse(JSON.stringify(programme));
  const { id: _id, version: _version, ...draft } = written;
  return draft;
};
