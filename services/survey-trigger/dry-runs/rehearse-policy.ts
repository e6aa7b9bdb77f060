import type { Identifier } from '@hilo/contracts';
import { openPolicyExamples } from '../domain/dry-run/examples.ts';
import { openPolicyTally } from '../domain/dry-run/policy-report.ts';
import { type PastAttempt, type PolicyOutcome, runPolicy } from '../domain/dry-run/policy-run.ts';
import type { PolicyDryRun } from '../domain/dry-run/request.ts';
import { caveatsOf, type PolicyResult, spanOf, turnsCaveat } from '../domain/dry-run/result.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import { firstId } from '../store/past-invitations.ts';
import { type AttemptRow, countContacts, readLedgerPage } from '../store/past-people.ts';
import { partIntoHouseholds } from './households.ts';
import { eachPart } from './parts.ts';
import { type PastHistory, type PastWanted, readLog, readPastInvitations } from './past-interactions.ts';
import { policyInForce, proposedPolicy } from './policies.ts';
import type { Rehearsed } from './rehearse-programmes.ts';
import { type DryRunResources, goThrough, type Rehearsing, readPage, refuseTooMany } from './rehearsing.ts';
import { programmesNow } from './which-programmes.ts';

/** Finds out who would have been contacted more, less, or at other times, by another policy than the one in force. */
export const rehearsePolicy = async (
  resources: DryRunResources,
  request: PolicyDryRun,
  doing: Rehearsing,
): Promise<Rehearsed<PolicyResult>> => {
  const { pool, hashes } = resources;
  const { from, to, whereUnsaid } = request;
  const asOf = resources.now();
  const [inForce, proposed] = [await policyInForce(pool), await proposedPolicy(pool, request.policy)];
  const { active: programmes } = await programmesNow(pool);
  const { candidates, replaced } = await readCandidates(resources, { programmes, from, to }, doing);
  const attempts = await readAttempts(resources, request, { replaced, others: candidates.length, asOf }, doing);
  const concerning = [...candidates, ...attempts.map(({ subject, place }) => ({ subject, place }))];
  const households = await partIntoHouseholds(resources, concerning, doing);
  const made = new Set(attempts.map(({ id }) => id));
  const tally = openPolicyTally();
  const examples = openPolicyExamples();
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  const counts = ({ id, invitation }: { id: string; invitation: string | null }) =>
    !made.has(id) && (invitation === null || !replaced.has(invitation));
  const total = candidates.length + attempts.length;
  let done = 0;
  await eachPart(
    resources,
    { candidates, attempts },
    { households, asOf, counts, policies: [inForce, proposed] },
    async (part) => {
      const run = { ...part, programmes: byId, placeOf: hashes.ofIdentifier, asOf, whereUnsaid };
      const outcomesBy = async (policy: CompiledPolicy): Promise<Map<string, PolicyOutcome>> => {
        const outcomes = new Map<string, PolicyOutcome>();
        await goThrough(
          runPolicy(run, policy, (outcome) => outcomes.set(outcome.id, outcome)),
          doing,
        );
        return outcomes;
      };
      const before = await outcomesBy(inForce);
      const after = await outcomesBy(proposed);
      for (const change of tally.note(pairsOf(before, after))) examples.note(change);
      done += before.size;
      await doing.tell({ phase: 'judging', done, total });
    },
  );
  return {
    result: {
      history: spanOf([...candidates, ...attempts.map(({ at }) => ({ occurredAt: at }))], asOf),
      policy: { inForce: inForce.version, ...(proposed.version > 0 && { proposed: proposed.version }) },
      ...tally.report(),
      caveats: caveatsOf([
        turnsCaveat,
        {
          caveat: 'class-unsaid',
          count: attempts.filter((one) => one.class === undefined).length,
          message: `Of so many contacts nobody says of which class they were: they are judged as ${whereUnsaid.class}.`,
        },
        {
          caveat: 'purpose-unsaid',
          count: attempts.filter(({ purpose }) => purpose === undefined).length,
          message:
            whereUnsaid.purpose === undefined
              ? 'Of so many contacts nobody says what they were for: it is not asked whether there was consent for these.'
              : `Of so many contacts nobody says what they were for: they are judged as ${whereUnsaid.purpose}.`,
        },
      ]),
    },
    examples: examples.all(),
  };
};

/** Whatever was noted, however old, and what the log holds still, history among it: each of these once. */
const readCandidates = async (
  resources: DryRunResources,
  { programmes, from, to }: Pick<PastWanted, 'programmes' | 'from' | 'to'>,
  doing: Rehearsing,
): Promise<Pick<PastHistory, 'candidates' | 'replaced'>> => {
  const wanted = { programmes, inForce: programmes, from, to, heardOf: 'at-once' } as const;
  const noted = await readPastInvitations(resources, wanted, doing);
  const heard = await readLog(resources, wanted, doing);
  const fresh = heard.candidates.filter(({ id }) => !noted.replaced.has(id));
  return { candidates: [...noted.candidates, ...fresh], replaced: noted.replaced.union(heard.replaced) };
};

const pairsOf = (before: ReadonlyMap<string, PolicyOutcome>, after: ReadonlyMap<string, PolicyOutcome>) =>
  [...before.values()].flatMap((inForce) => {
    const proposed = after.get(inForce.id);
    return proposed === undefined ? [] : [{ inForce, proposed }];
  });

const ledgerAtOnce = 2000;
const hourMs = 3_600_000;

type Reading = { replaced: ReadonlySet<string>; others: number; asOf: number };

/** The contacts that the company made in this time, but for the invitations in whose place those of the run are. */
const readAttempts = async (
  { pool }: Pick<DryRunResources, 'pool'>,
  { from, to, patienceHours }: PolicyDryRun,
  { replaced, others, asOf }: Reading,
  { pace, tell }: Rehearsing,
): Promise<(PastAttempt & { place: string })[]> => {
  const [first, end] = [
    from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from),
    to === undefined ? asOf : Date.parse(to),
  ];
  const total = await readPage(pool, countContacts);
  const attempts: (PastAttempt & { place: string })[] = [];
  let [read, after] = [0, firstId];
  for (;;) {
    const page = await readPage(pool, (tx) => readLedgerPage(tx, after, ledgerAtOnce));
    const made = page.filter(
      ({ at, direction, weight }) => direction === 'outbound' && weight > 0 && at >= first && at < end,
    );
    for (const row of made)
      if (row.invitation === null || !replaced.has(row.invitation))
        attempts.push(attemptOf(row, patienceHours * hourMs));
    refuseTooMany(others + attempts.length);
    read += page.length;
    await tell({ phase: 'reading', done: read, total: Math.max(read, total) });
    await pace();
    after = page.at(-1)?.id ?? after;
    if (page.length < ledgerAtOnce) return attempts;
  }
};

const attemptOf = (row: AttemptRow, patienceMs: number): PastAttempt & { place: string } => ({
  id: row.id,
  subject: row.subject ?? '',
  place: row.place,
  at: row.at,
  channel: row.channel,
  class: row.class,
  purpose: row.purpose ?? undefined,
  contactPoint: row.contactPoint ?? unreadable(row.place),
  weight: row.weight,
  isAnswered: row.outcome === 'completed',
  deadline: row.at + Math.max(patienceMs, 1),
});

/** Something stands for a contact point that nobody can read any more, and is no other. */
const unreadable = (place: string): Identifier => ({ kind: 'unreadable', value: place });
