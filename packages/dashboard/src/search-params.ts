/** What an address says after its question mark: a name with one value as a text, one with several as a list. */
export const readSearch = (search: string): Record<string, string | string[]> => {
  const parameters = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const all = parameters.getAll(name);
      return [name, all.length === 1 ? (all[0] ?? '') : all];
    }),
  );
};

/** The same, written so that people can read it: `?channel=web&channel=app`. */
export const writeSearch = (search: Readonly<Record<string, unknown>>): string => {
  const parameters = new URLSearchParams();
  for (const [name, given] of Object.entries(search))
    for (const value of Array.isArray(given) ? given : [given])
      if (value !== undefined && value !== null) parameters.append(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
};
