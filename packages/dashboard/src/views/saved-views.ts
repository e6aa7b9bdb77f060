/** A page with its filters, under a name that somebody gave it. */
export type SavedView = { name: string; path: string; search: string };

const mostViews = 50;
export const longestName = 60;

/** What was kept, as far as it can be understood. */
export const readViews = (kept: string | null): readonly SavedView[] => {
  try {
    const all: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(all) ? all.flatMap(viewIn).slice(0, mostViews) : [];
  } catch {
    return [];
  }
};

const viewIn = (one: unknown): SavedView[] => {
  if (typeof one !== 'object' || one === null) return [];
  const { name, path, search } = { name: undefined, path: undefined, search: undefined, ...one };
  const isWhole = typeof name === 'string' && typeof path === 'string' && typeof search === 'string';
  // Only pages of this origin, whatever somebody wrote there.
  return isWhole && /^\/(?!\/)/.test(path) ? [{ name, path, search }] : [];
};

/** With one more, the latest first, in the place of what had its name. */
export const withView = (views: readonly SavedView[], view: SavedView): readonly SavedView[] =>
  [view, ...withoutView(views, view.name)].slice(0, mostViews);

export const withoutView = (views: readonly SavedView[], name: string): readonly SavedView[] =>
  views.filter((one) => one.name !== name);
