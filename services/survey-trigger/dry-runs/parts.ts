import type { PastPerson } from '../domain/dry-run/known-then.ts';
import type { PastAttempt } from '../domain/dry-run/policy-run.ts';
import type { PastCandidate, ProgrammeRun } from '../domain/dry-run/programme-run.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import { registersAskedFor } from '../domain/registers.ts';
import { readListings } from '../store/opt-out-registers.ts';
import { type LedgerRow, readPeople } from '../store/past-people.ts';
import type { Households } from './households.ts';
import { type DryRunResources, readPage } from './rehearsing.ts';

/** What is to be gone through. */
export type Past = { candidates: readonly PastCandidate[]; attempts: readonly PastAttempt[] };

/** Of all of it what concerns some households, with who they are. */
export type HouseholdsPart = Past & Pick<ProgrammeRun, 'people' | 'registers'>;

type Reading = {
  households: Households;
  /** Up to when something is known. */
  asOf: number;
  /** What of the ledger counts as it was. */
  counts(contact: Pick<LedgerRow, 'id' | 'invitation'>): boolean;
  /** By which it is judged: their registers are looked at. */
  policies: readonly CompiledPolicy[];
};

/** Nobody's. */
const unknown = '';

/** Goes through it part by part, so that only few people are in memory at once; who is known to nobody comes last. */
export const eachPart = async (
  { pool, hashes }: Pick<DryRunResources, 'pool' | 'hashes'>,
  { candidates, attempts }: Past,
  { households: { customerOf, parts }, asOf, counts, policies }: Reading,
  work: (part: HouseholdsPart) => Promise<void>,
): Promise<void> => {
  const ownerOf = ({ subject }: { subject: string }): string => customerOf.get(subject) ?? unknown;
  const candidatesOf = Map.groupBy(candidates, ownerOf);
  const attemptsOf = Map.groupBy(attempts, ownerOf);
  const asked = new Set(policies.flatMap(({ policy }) => [...registersAskedFor(policy).keys()]));
  for (const customers of [...parts, [unknown]]) {
    const part = {
      candidates: customers.flatMap((customer) => candidatesOf.get(customer) ?? []),
      attempts: customers.flatMap((customer) => attemptsOf.get(customer) ?? []),
    };
    const { known, registers } = await readPage(pool, async (tx) => {
      const ids = customers.filter((one) => one !== unknown);
      const known = await readPeople(tx, ids, { hashes, before: asOf, counts });
      const own = [...known.values()].flatMap((one) =>
        typeof one === 'string' ? [] : [...one.contactPoints.values()],
      );
      const points = [...own, ...part.attempts.map(({ contactPoint }) => contactPoint)];
      return { known, registers: await readListings(tx, hashes, points, [...asked]) };
    });
    await work({ ...part, registers, people: bySubject([...part.candidates, ...part.attempts], ownerOf, known) });
  }
};

const bySubject = (
  concerning: readonly { subject: string }[],
  ownerOf: (one: { subject: string }) => string,
  known: ReadonlyMap<string, PastPerson | 'unreadable-record'>,
): ProgrammeRun['people'] =>
  new Map(
    concerning.flatMap((one): [string, PastPerson | 'unreadable-record'][] => {
      const person = known.get(ownerOf(one));
      return person === undefined ? [] : [[one.subject, person]];
    }),
  );
