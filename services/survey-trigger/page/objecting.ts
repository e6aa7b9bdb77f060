import { noteObjections } from '../contacts/note-objections.ts';
import type { Objection } from '../domain/objection.ts';
import type { TokenPurpose } from '../domain/tokens/token.ts';
import { findToken } from '../store/survey-tokens.ts';
import { commitAndPublish, type Pages } from './visit.ts';

/**
 * Takes it that whoever has the link does not want to be asked, or is not the one: also when the link is used up, or expired long ago. Of
 * a link that was never given, nothing comes, and nobody is told so.
 */
export const objectBy = async (
  pages: Pages,
  { token, purpose }: { token: string; purpose: TokenPurpose },
  { brake, proof }: Pick<Objection, 'brake' | 'proof'>,
): Promise<void> => {
  const found = await findToken(pages.pool, token, purpose);
  if (found === undefined) return;
  const { invitation, message } = found;
  const objection: Objection = { invitation, message, brake, channel: 'web', at: pages.now(), proof };
  await commitAndPublish(pages, (tx) => noteObjections(tx, [objection], pages.hashes));
};
