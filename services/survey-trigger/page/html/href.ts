export type PageStep = 'refuse' | 'refused' | 'not-me' | 'told' | 'thanks' | 'saved';

/** A link to the same page with this: it names no path, so that no page says which link it was opened by. */
export const hrefOf = (query: {
  q?: string | undefined;
  step?: PageStep | undefined;
  lang?: string | undefined;
}): string => {
  const said = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return `?${new URLSearchParams(said)}`;
};
