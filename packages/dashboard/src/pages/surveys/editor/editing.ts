import { createContext, use } from 'react';
import type { CheckedDraft } from '../../../api/surveys.ts';
import { type Draft, isWithin, type Json, type Place, pathOf } from './draft.ts';

/** What is being written, what is wrong with it, and how something else is written. */
export type Editing = {
  draft: Draft;
  write(place: Place, value: Json | undefined): void;
  checked: CheckedDraft | undefined;
};

export const EditingContext = createContext<Editing | undefined>(undefined);

export const useEditing = (): Editing => {
  const editing = use(EditingContext);
  if (editing === undefined) throw new Error('nothing is being written here');
  return editing;
};

/** What the API says is wrong at a place; also within it, unless that has fields of its own. */
export const useFault = (place: Place, isLeaf = true): string | undefined => {
  const { checked } = useEditing();
  const found = checked?.faults.filter(({ path }) => (isLeaf ? isWithin(path, place) : path === pathOf(place))) ?? [];
  return found.length === 0 ? undefined : [...new Set(found.map(({ message }) => message))].join('; ');
};

/** By which somebody is brought to what is wrong. */
export const fieldId = (place: Place): string => `field-${pathOf(place)}`;
