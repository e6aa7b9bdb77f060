import { z } from 'zod';

/** The header of a record that says what it is about, where that is not the event that its CloudEvents headers name. */
export const aboutHeader = 'hilo_about';

/** Two words that name a thing: the source and the id of an interaction, or the kind and the value of an identifier. */
export type Handle = readonly [string, string];

const Handles = z.array(z.tuple([z.string(), z.string()])).min(1);

/** For that header. */
export const aboutText = (handles: readonly Handle[]): string => JSON.stringify(handles);

/** Of records that do not say what they are about: an erasure has to read them. */
export const unsaid: Handle = ['', ''];

/** By what an erasure finds a record, without reading it; there is always something. */
export const handlesOf = (headers: Readonly<Record<string, string>> = {}): readonly Handle[] => {
  const { [aboutHeader]: about, ce_source: source, ce_id: id } = headers;
  if (about !== undefined) return handlesIn(about);
  return source === undefined || id === undefined ? [unsaid] : [[source, id]];
};

/** What another system wrote into that header says nothing. */
const handlesIn = (about: string): readonly Handle[] => {
  try {
    return Handles.parse(JSON.parse(about));
  } catch {
    return [unsaid];
  }
};

/** A handle as it is hashed. */
export const handleText = ([one, two]: Handle): string => JSON.stringify([one, two]);
