import type { Identifier, Interaction, Note } from '@hilo/contracts';
import { isSurelyUsed, wordsIn } from '@hilo/identifiers';
import { normaliserOf, readAsShipped } from './spellings.ts';

/**
 * What of an interaction surely is not used as it was posted. Identity has rules of its own, and the receipt tells what
 * became of it by those; this is what the ones that are shipped say of it in any country.
 */
export const notesOnUnused = ({ identifiers, consents }: Interaction): Note[] | undefined => {
  if (identifiers.every(isUsed) && consents === undefined) return undefined;
  const notes = [
    ...identifiers.flatMap((one, at) => noteOn(one, `identifiers[${at}].value`)),
    ...(consents ?? []).flatMap(({ contactPoint }, at) =>
      contactPoint === undefined ? [] : noteOn(contactPoint, `consents[${at}].contactPoint.value`),
    ),
  ];
  return notes.length === 0 ? undefined : notes;
};

const isUsed = ({ kind, value }: Identifier): boolean => isSurelyUsed(value, normaliserOf(kind));

const noteOn = (identifier: Identifier, path: string): Note[] => {
  if (isUsed(identifier)) return [];
  const { unused } = readAsShipped(identifier);
  if (unused === undefined || (unused === 'no-phone-number' && mayBeNational(identifier.value))) return [];
  return [{ path, reason: unused, message: wordsIn(unused) }];
};

/** Which country a number without a code is of, ingest cannot tell. */
const mayBeNational = (value: string): boolean => /^[\d\s().\-/]{4,}$/.test(value);
