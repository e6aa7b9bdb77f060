import { useRouter } from '@tanstack/react-router';
import { useMemo, useSyncExternalStore } from 'react';
import { useSession } from '../session/session.ts';
import { readViews, type SavedView, withoutView, withView } from './saved-views.ts';

const listeners = new Set<() => void>();

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  // Another tab may keep one as well.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
};

/** The views that who looks has saved in this browser, and how to open, keep and forget one. */
export const useSavedViews = () => {
  const person = useSession().data?.person.id ?? '';
  const router = useRouter();
  const place = `hilo-views ${person}`;
  const kept = useSyncExternalStore(subscribe, () => localStorage.getItem(place));
  const views = useMemo(() => readViews(kept), [kept]);
  const keep = (next: readonly SavedView[]): void => {
    localStorage.setItem(place, JSON.stringify(next));
    for (const listener of listeners) listener();
  };
  return {
    views,
    /** As it was saved: filters that are in the address now are not carried along. */
    open: ({ path, search }: SavedView): void => router.history.push(`${path}${search}`),
    save: (name: string, path: string): void =>
      keep(withView(views, { name, path, search: router.state.location.searchStr })),
    forget: (name: string): void => keep(withoutView(views, name)),
  };
};
