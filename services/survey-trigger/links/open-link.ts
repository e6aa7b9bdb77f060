import type { DeriveId } from '@hilo/identifiers';
import { holdOffErasures, type Outgoing, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { noteOpened } from '../answers/open-response.ts';
import { answersEndAt } from '../domain/answers/taking.ts';
import { linkInvitationId } from '../domain/links/survey-link.ts';
import { newToken } from '../domain/tokens/token.ts';
import { findResponse } from '../store/answers.ts';
import { findAsked } from '../store/asked.ts';
import { findProgramme } from '../store/programme-versions.ts';
import { askByLink, findLink, type SurveyLink } from '../store/survey-links.ts';
import { saveTokens } from '../store/survey-tokens.ts';

export type Opening = { code: string; deriveId: DeriveId; newId(): string; now: number };

/** A programme that asks by a link at this moment; nothing, where the link is unknown, over, or its programme asks nobody. */
export const findOpenLink = async (tx: Pool | Transaction, { code, now }: Pick<Opening, 'code' | 'now'>) => {
  const link = await findLink(tx, code);
  if (link === undefined || now >= link.expiresAt) return undefined;
  const stored = await findProgramme(tx, link.programme);
  if (stored?.programme === undefined || stored.standing.state !== 'active') return undefined;
  return { link, programme: stored.programme };
};

/**
 * Asks whoever opened a printed link, there and then, and gives a token for the page of the survey. Of a receipt there is one invitation,
 * whoever opens it; at a sign each is somebody new, of whom nothing is known, and answers by an own choice: left out of scores.
 */
export const openLink = async (
  tx: Transaction,
  { code, deriveId, newId, now }: Opening,
): Promise<{ token: string | undefined; isAnswered?: true; outbox: Outgoing[] }> => {
  await holdOffErasures(tx);
  const found = await findOpenLink(tx, { code, now });
  if (found === undefined) return { token: undefined, outbox: [] };
  const { link, programme } = found;
  const who = whoIsAt(link, { deriveId, newId });
  const occurredAt = link.kind === 'transaction' ? link.createdAt : now;
  await askByLink(tx, {
    ...who,
    programme: programme.id,
    programmeVersion: programme.version,
    touchpoint: link.touchpoint,
    now,
    occurredAt,
    deadline: occurredAt + programme.askWithinHours * 3_600_000,
  });
  const asked = (await findAsked(tx, [{ invitation: who.id }])).get(who.id);
  if (asked === undefined) return { token: undefined, outbox: [] };
  if (await isAnswered(tx, who.id)) return { token: undefined, isAnswered: true, outbox: [] };
  const { token, hash } = newToken();
  const expiresAt = answersEndAt(asked.programme, asked.deadline);
  await saveTokens(tx, [{ hash, purpose: 'answer', invitation: who.id, createdAt: now, expiresAt }]);
  const opened = { invitation: who.id, channel: 'web' as const, at: now };
  const outbox = await noteOpened(tx, { ...opened, ...(link.kind === 'sign' && { leftOut: 'self-selected' }) });
  return { token, outbox };
};

/** Its transaction has its answer, or she who had it was asked no further. */
const isAnswered = async (tx: Transaction, invitation: string): Promise<boolean> => {
  const response = await findResponse(tx, invitation);
  return response?.completedAt !== undefined || response?.state === 'screened-out';
};

const whoIsAt = (link: SurveyLink, { deriveId, newId }: Pick<Opening, 'deriveId' | 'newId'>) => {
  const { identifier, subject, programme } = link;
  if (identifier !== undefined && subject !== undefined)
    return { id: linkInvitationId(programme, identifier), subject, identifier };
  const anonymous = { kind: 'anonymous_id', value: `link-${newId()}` };
  return { id: newId(), subject: deriveId(anonymous), identifier: anonymous };
};
