import type { Transaction } from '@hilo/runtime';
import { languageIn, type Versions } from '../delivery/outgoing.ts';
import { findLanguageAt, findLanguageOfMessage } from '../store/spoken-languages.ts';

/** In which language a message was written, which is that of what is answered to it; without one, that of whoever has the contact point. */
export const languageOfAnswer = async (
  tx: Pick<Transaction, 'query'>,
  { message, places }: { message: string | undefined; places: readonly string[] },
  versions: Versions,
): Promise<string | undefined> => {
  const spoken = message === undefined ? undefined : await findLanguageOfMessage(tx, message);
  if (spoken === undefined) return findLanguageAt(tx, places);
  const programme = await versions.find(spoken.programme, spoken.programmeVersion);
  return programme === undefined ? spoken.language : languageIn(programme, spoken.language);
};
