import { openProgrammeExamples } from '../domain/dry-run/examples.ts';
import { openProgrammeTally } from '../domain/dry-run/programme-report.ts';
import { type PastCandidate, type PastOutcome, runProgrammes } from '../domain/dry-run/programme-run.ts';
import type { ProgrammeDryRun } from '../domain/dry-run/request.ts';
import { type Caveat, caveatsOf, type ProgrammeResult, spanOf, turnsCaveat } from '../domain/dry-run/result.ts';
import { lookUpSegments } from '../inviting/segments.ts';
import { countStates, type InvitationStates } from '../store/past-invitations.ts';
import type { StoredExample } from '../store/rehearsals.ts';
import { partIntoHouseholds } from './households.ts';
import { eachPart } from './parts.ts';
import { readLog, readPastInvitations } from './past-interactions.ts';
import { policyInForce, proposedPolicy } from './policies.ts';
import { type DryRunResources, goThrough, inPages, type Rehearsing, readPage } from './rehearsing.ts';
import { programmesNow, programmesOf } from './which-programmes.ts';

/** What came of a dry run, and of whom it tells. */
export type Rehearsed<Result> = { result: Result; examples: readonly StoredExample[] };

/** Finds out what programmes would have done about what really happened. */
export const rehearseProgrammes = async (
  resources: DryRunResources,
  request: ProgrammeDryRun,
  doing: Rehearsing,
): Promise<Rehearsed<ProgrammeResult>> => {
  const { pool, hashes } = resources;
  const { from, to, heardOf, history: source } = request;
  const asOf = resources.now();
  const now = await programmesNow(pool);
  const programmes = programmesOf(request, now);
  const inForce = [...now.active, ...now.paused];
  const policy = await (request.policy === undefined ? policyInForce(pool) : proposedPolicy(pool, request.policy));
  const read = source === 'log' ? readLog : readPastInvitations;
  const { candidates, replaced, interactions } = await read(
    resources,
    { programmes, inForce, from, to, heardOf },
    doing,
  );
  const households = await partIntoHouseholds(resources, candidates, doing);
  const tallies = new Map(programmes.map((programme) => [programme.id, { programme, ...openProgrammeTally() }]));
  const examples = openProgrammeExamples();
  let [done, saidSince] = [0, 0];
  const onOutcome = (outcome: PastOutcome): void => {
    done += 1;
    if (outcome.hasSaidSince) saidSince += 1;
    tallies.get(outcome.candidate.programme)?.note(outcome);
    examples.note(outcome, households.customerOf.get(outcome.candidate.subject));
  };
  const segments = await lookUpSegments(pool, programmes);
  const byId = new Map(programmes.map((programme) => [programme.id, programme]));
  const counts = ({ invitation }: { invitation: string | null }) => invitation === null || !replaced.has(invitation);
  await eachPart(
    resources,
    { candidates, attempts: [] },
    { households, asOf, counts, policies: [policy] },
    async (part) => {
      const run = { ...part, programmes: byId, segments, policy, placeOf: hashes.ofIdentifier, asOf };
      await goThrough(runProgrammes(run, onOutcome), doing);
      await doing.tell({ phase: 'deciding', done, total: candidates.length });
    },
  );
  const really = await whatReallyWas(resources, candidates, doing);
  return {
    result: {
      history: { source, heardOf, ...spanOf(candidates, asOf), ...(interactions !== undefined && { interactions }) },
      ...(request.policy === undefined && { policy: policy.version }),
      programmes: [...tallies.values()].map(({ programme, report }) => {
        const reported = report(programme);
        return { ...reported, really: realityOf(reported, really) };
      }),
      caveats: caveatsOf([saidSinceCaveat(saidSince), turnsCaveat, source === 'log' ? logCaveat : invitationsCaveat]),
    },
    examples: examples.all(),
  };
};

const saidSinceCaveat = (count: number): Caveat => ({
  caveat: 'consent-said-since',
  count,
  message:
    'So many were decided about customers who have said something of consent since; what they had said before counts only where the record has it still.',
});

const logCaveat: Caveat = {
  caveat: 'log-of-seven-days',
  message: 'Interactions that were accepted more than 7 days ago are not in it: the log holds them no longer.',
};

const invitationsCaveat: Caveat = {
  caveat: 'what-was-noted',
  message:
    'It is about the interactions after which these programmes have asked, or withheld, as they were then; after what else they would ask now, it does not say.',
};

const statesAtOnce = 5000;

const whatReallyWas = async (
  { pool }: Pick<DryRunResources, 'pool'>,
  candidates: readonly PastCandidate[],
  { pace }: Rehearsing,
): Promise<InvitationStates[]> => {
  const states: InvitationStates[] = [];
  const ids = candidates.map(({ id }) => id).sort();
  for (const page of inPages(ids, statesAtOnce)) {
    states.push(...(await readPage(pool, (tx) => countStates(tx, page))));
    await pace();
  }
  return states;
};

const realityOf = (
  { programme, candidates }: { programme: string; candidates: number },
  states: readonly InvitationStates[],
) => {
  const of = (state: string): number =>
    states
      .filter((one) => one.programme === programme && one.state === state)
      .reduce((sum, { invitations }) => sum + invitations, 0);
  const [asked, withheld, pending] = [of('invited'), of('withheld'), of('pending')];
  return { asked, withheld, pending, none: candidates - asked - withheld - pending };
};
