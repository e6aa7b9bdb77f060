import { z } from 'zod';

/** The header of a record that says what it is about, where that is not the event that its CloudEvents headers name. */
export const aboutHeader = 'hilo_about';

/** Two words that name a thing: the source and the id of an interaction, or the kind and the value of an identifier. */
export type Handle = readonly [string, string];

const Handles = z.array(z.tuple([z.string(), z.string()]));

/** For that header. */
export const aboutText = (handles: readonly Handle[]): string => JSON.stringify(handles);

/** By what an erasure finds a record, without reading it. */
export const handlesOf = (headers: Readonly<Record<string, string>> = {}): readonly Handle[] => {
  const { [aboutHeader]: about, ce_source: source, ce_id: id } = headers;
  if (about !== undefined) return handlesIn(about);
  return source === undefined || id === undefined ? [] : [[source, id]];
};

/** What another system wrote into that header names nothing. */
const handlesIn = (about: string): readonly Handle[] => {
  try {
    return Handles.parse(JSON.parse(about));
  } catch {
    return [];
  }
};

/** A handle as it is hashed. */
export const handleText = ([one, two]: Handle): string => JSON.stringify([one, two]);
