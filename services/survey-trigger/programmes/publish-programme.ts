import { isDeepStrictEqual } from 'node:util';
import { fieldErrors, HttpProblem, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { Programme, type ProgrammeDraft } from '../domain/programme.ts';
import { isNeverReachable } from '../domain/reachability.ts';
import {
  type Author,
  findProgramme,
  insertChange,
  insertVersion,
  lockProgrammes,
  type StoredProgramme,
} from '../store/programme-versions.ts';
import { type Assessment, assess } from './assess.ts';
import { unjudgedSegments } from './unjudged-segments.ts';

/** The version that whoever changes a programme has seen, or that there is none, as the headers If-Match and If-None-Match say it. */
export type SeenTags = { match: string | undefined; noneMatch: string | undefined };

export const programmeTag = (version: number): string => `"${version}"`;

type Publishing = { id: string; draft: ProgrammeDraft; restored?: number | null; seen: SeenTags };

/**
 * Publishes the next version, which holds from the commit on, for every instance; `restored` is the earlier one that it brings back. What
 * is wrong with it is told, and nothing is published. What is in force already is no new version, whatever whoever posts it has seen
 * (RFC 9110, 13.1.1): a deployment may post its programmes each time.
 */
export const publishProgramme = async (
  tx: Transaction,
  { id, draft, restored = null, seen }: Publishing,
  author: Author,
): Promise<StoredProgramme> => {
  await lockProgrammes(tx);
  const current = await findProgramme(tx, id);
  const programme = read(id, draft, (current?.version ?? 0) + 1);
  if (current?.standing.state === 'ended') throw ended(id);
  if (current !== undefined && isSame(programme, current.programme)) return current;
  refuseUnseen(seen, current?.version);
  await refuseUnfit(tx, programme, author.now);
  await insertVersion(tx, { programme, restored }, author);
  const since = new Date(author.now).toISOString();
  const standing = current?.standing ?? { state: 'active', since, by: author.by, why: author.why };
  await insertChange(tx, { id, version: programme.version, standing }, author.now);
  return publishedProgramme(tx, id);
};

/** The programme as it stands, of which the transaction has just written what is in force. */
export const publishedProgramme = async (tx: Transaction, id: string): Promise<StoredProgramme> => {
  const programme = await findProgramme(tx, id);
  if (programme === undefined) throw new Error(`programme ${id} is gone, which was written just now`);
  return programme;
};

export const ended = (id: string): HttpProblem =>
  new HttpProblem(409, 'Conflict', `${id} has ended, and nobody is asked by it again: publish it under another id.`);

export type DraftFault = { path: PropertyKey[]; message: string };
type ReadDraft = { programme: Programme } | { wrong: DraftFault[] };

/** The programme that a draft is, or what is wrong with it by itself. */
export const readDraft = (id: string, draft: ProgrammeDraft, version: number): ReadDraft => {
  const { data, error } = Programme.safeParse({ ...draft, id, version });
  const wrong = [
    ...(draft.id === undefined || draft.id === id
      ? []
      : [{ path: ['id'], message: `is not ${id}, which the path says` }]),
    ...fieldErrors(error?.issues ?? [], { ...draft, id, version }),
  ];
  return data !== undefined && wrong.length === 0 ? { programme: data } : { wrong };
};

const read = (id: string, draft: ProgrammeDraft, version: number): Programme => {
  const read = readDraft(id, draft, version);
  if ('wrong' in read) throw notToBePublished(read.wrong);
  return read.programme;
};

const notToBePublished = (wrong: readonly DraftFault[]): HttpProblem => {
  const errors = wrong.map(({ path, message }) => ({ path: ['programme', ...path], message }));
  return new HttpProblem(400, 'Invalid request', 'The programme is not to be published as it is.', errors);
};

export const isSame = (one: Programme, other: Programme | undefined): boolean =>
  other !== undefined && isDeepStrictEqual({ ...one, version: 0 }, { ...other, version: 0 });

/** Who has not seen what is in force would undo what another did. */
const refuseUnseen = ({ match, noneMatch }: SeenTags, latest: number | undefined): void => {
  if (latest === undefined) {
    if (match === undefined) return;
    throw new HttpProblem(412, 'Precondition failed', 'There is no such programme yet: leave If-Match out.');
  }
  if (noneMatch !== undefined)
    throw new HttpProblem(412, 'Precondition failed', `There is such a programme, in version ${latest}.`);
  if (match === undefined)
    throw new HttpProblem(
      428,
      'Precondition required',
      `Say in the header If-Match which version you have seen: ${programmeTag(latest)}.`,
    );
  const tags = match.split(',').map((tag) => tag.trim());
  if (!tags.includes(programmeTag(latest)) && !tags.includes('*'))
    throw new HttpProblem(412, 'Precondition failed', `Version ${latest} is in force: look at it, and change that.`);
};

const refuseUnfit = async (tx: Transaction, programme: Programme, now: number): Promise<void> => {
  const wrong = await unfit(tx, programme, await assess(tx, programme, now));
  if (wrong.length > 0) throw notToBePublished(wrong);
};

/** What of a programme cannot be done here and now: segments of which not all is known, and hours in which nobody is ever asked. */
export const unfit = async (
  tx: Pool | Transaction,
  programme: Programme,
  { policy, unreachable }: Assessment,
): Promise<DraftFault[]> => {
  const unjudged = await unjudgedSegments(tx, programme);
  const isUnreachable = policy !== undefined && isNeverReachable(unreachable, programme, policy);
  return [
    ...unjudged.map(({ index, message }) => ({ path: ['when', 'segments', index], message })),
    ...(isUnreachable ? [neverReached] : []),
  ];
};

const neverReached: DraftFault = {
  path: ['contacts'],
  message:
    'leaves nobody to be asked: by the contact policy there is no hour between askAfterMinutes and askWithinHours',
};
