import { instantOf, ResolvedInteraction, topics } from '@hilo/contracts';
import { parseRecords, runHeader } from '@hilo/runtime';
import { type Candidate, candidatesOf } from '../domain/candidate.ts';
import type { PastCandidate } from '../domain/dry-run/programme-run.ts';
import type { ProgrammeDryRun } from '../domain/dry-run/request.ts';
import type { Programme } from '../domain/programme.ts';
import { firstId, type PastInvitation, type PastPlace, readInvitationPage } from '../store/past-invitations.ts';
import { findErasedCandidates } from '../store/profiles.ts';
import { openCompacting } from './compact.ts';
import { type DryRunResources, type Rehearsing, readPage, refuseTooMany } from './rehearsing.ts';

/** What happened after which somebody would ask. */
export type PastHistory = {
  candidates: PastCandidate[];
  /** Read of the log. */
  interactions: number | undefined;
  /** The invitations that really were, in whose place those of the run are. */
  replaced: ReadonlySet<string>;
};

export type PastWanted = {
  programmes: readonly Programme[];
  /** As they are today; of these, what was really asked by those that are in `programmes` is replaced. */
  inForce: readonly Programme[];
} & Pick<ProgrammeDryRun, 'from' | 'to' | 'heardOf'>;

const atOnce = 200;

/**
 * Reads the interactions that the log still holds, each as it was attributed last, and keeps those after which one of the programmes asks.
 * No group moves by it.
 */
export const readLog = async (
  { log, pool }: Pick<DryRunResources, 'log' | 'pool'>,
  wanted: PastWanted,
  { signal, pace, tell }: Rehearsing,
): Promise<PastHistory> => {
  const found = new Map<string, { candidate: PastCandidate; version: number }>();
  const compact = openCompacting();
  const ids = new Set(wanted.programmes.map(({ id }) => id));
  const replacing = wanted.inForce.filter(({ id }) => ids.has(id));
  const replaced = new Set<string>();
  let interactions = 0;
  const note = (resolved: ResolvedInteraction): void => {
    for (const one of candidatesOf(wanted.programmes, resolved)) {
      replaced.add(one.id);
      if ((found.get(one.id)?.version ?? 0) >= resolved.version) continue;
      found.set(one.id, { candidate: compact(pastCandidate(one, wanted)), version: resolved.version });
    }
    for (const { id } of candidatesOf(replacing, resolved)) replaced.add(id);
  };
  await log.read(topics.resolved.name, {
    signal,
    maxRecords: atOnce,
    handle: async ({ records, done, total }) => {
      const { parsed } = parseRecords(ResolvedInteraction, records);
      const within = parsed.filter(({ message }) => isWithin(instantOf(message.interaction.occurredAt), wanted));
      const messages = within.map(({ message }) => message);
      const erased = await readPage(pool, (tx) =>
        findErasedCandidates(tx, [...new Set(messages.map(({ subject }) => subject))]),
      );
      for (const { record, message } of within) {
        const { subject, interaction, version } = message;
        if (instantOf(interaction.occurredAt) <= (erased.get(subject) ?? Number.NEGATIVE_INFINITY)) continue;
        // Told again, or attributed anew, it is no other.
        if (version === 1 && record.headers[runHeader] === undefined) interactions += 1;
        note(message);
      }
      refuseTooMany(Math.max(found.size, replaced.size));
      await tell({ phase: 'reading', done, total });
      await pace();
    },
  });
  return { candidates: [...found.values()].map(({ candidate }) => candidate), interactions, replaced };
};

const pastCandidate = (
  { id, programme, resolved, dueAt, deadline, circumstances }: Candidate,
  { heardOf }: Pick<PastWanted, 'heardOf'>,
): PastCandidate => {
  const { source, id: interaction, occurredAt, receivedAt } = resolved.interaction;
  const heardAt = instantOf(receivedAt);
  return {
    ...{ id, programme: programme.id, subject: resolved.subject, source, interaction, circumstances, deadline },
    occurredAt: instantOf(occurredAt),
    dueAt: heardOf === 'at-once' ? dueAt : Math.max(dueAt, heardAt),
    wasHeardLate: heardAt >= deadline,
  };
};

const isWithin = (at: number, { from, to }: Pick<PastWanted, 'from' | 'to'>): boolean =>
  (from === undefined || at >= Date.parse(from)) && (to === undefined || at < Date.parse(to));

const invitationsAtOnce = 1000;

/** Reads what programmes with these ids have asked or not, whatever became of it, and whatever they would ask after now. */
export const readPastInvitations = async (
  { pool, now }: Pick<DryRunResources, 'pool' | 'now'>,
  { programmes, from, to, heardOf }: Omit<PastWanted, 'inForce'>,
  { pace, tell }: Rehearsing,
): Promise<PastHistory> => {
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  const candidates: PastCandidate[] = [];
  const compact = openCompacting();
  const before = to === undefined ? now() : Date.parse(to);
  let after: PastPlace = [from ?? '-infinity', firstId];
  let read = 0;
  for (;;) {
    const page = await readPage(pool, (tx) => readInvitationPage(tx, { after, before, limit: invitationsAtOnce }));
    for (const row of page) {
      const programme = byId.get(row.programme);
      if (programme !== undefined) candidates.push(compact(candidateAgain(row, programme, heardOf)));
    }
    read += page.length;
    refuseTooMany(candidates.length);
    await tell({ phase: 'reading', done: read, total: read });
    await pace();
    const last = page.at(-1);
    if (last === undefined || page.length < invitationsAtOnce) break;
    after = [last.orderedAt, last.id];
  }
  return { candidates, interactions: undefined, replaced: new Set(candidates.map(({ id }) => id)) };
};

const [minuteMs, hourMs] = [60_000, 3_600_000];

const candidateAgain = (
  { id, programme, subject, source, interaction, circumstances, occurredAt, notedAt }: PastInvitation,
  { askAfterMinutes, askWithinHours }: Programme,
  heardOf: PastWanted['heardOf'],
): PastCandidate => {
  const deadline = occurredAt + askWithinHours * hourMs;
  const dueAt = circumstances.withdrawn ? occurredAt : occurredAt + askAfterMinutes * minuteMs;
  return {
    ...{ id, programme, subject, source, interaction, circumstances, occurredAt, deadline },
    dueAt: heardOf === 'at-once' ? dueAt : Math.max(dueAt, notedAt),
    wasHeardLate: notedAt >= deadline,
  };
};
