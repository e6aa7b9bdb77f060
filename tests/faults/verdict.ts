import { idOf, roleOf } from './made-up.ts';
import type { Tally } from './tally.ts';

/** What senders know: how many 202 each interaction got as it was posted first, and how many with other content. */
export type Expected = { answered: Tally; contradicted: Tally };

export type LedgerTotals = { stored: number; duplicate: number; quarantined: number };

/** What lies in the log and in the tables when everything is through. */
export type Found = {
  /** In the log, as posted first and with other content. */
  logged: Tally;
  loggedOtherwise: Tally;
  /** Where each must be once, if it was accepted and names somebody. */
  stored: Tally;
  counted: Tally;
  receipts: Tally;
  /** Where each must be once, if a survey programme asks after it. */
  invitations: Tally;
  decisions: Tally;
  /** Once for every time that it lies in the log and cannot be stored. */
  quarantined: Tally;
  /** The ends of the topic's partitions, added up. */
  ends: number;
  /** As ingest keeps it, and as identity-resolution counts. */
  ledger: LedgerTotals;
  processed: LedgerTotals;
  /** How many interactions the records of each service count, added up. */
  inRecords: Readonly<Record<string, number>>;
  /** The version of every record: as it is stored, as it was published last, and as each service knows it. */
  versions: { stored: Versions; known: Readonly<Record<string, Versions>> };
};

export type Versions = ReadonlyMap<string, number>;

type Seen = Record<keyof Expected | TallyOf<Found>, number> & { asked: boolean; usable: boolean };
type TallyOf<Of> = { [Key in keyof Of]: Of[Key] extends Tally ? Key : never }[keyof Of];

const examples = 5;

/** What must hold for each interaction; the reason is part of the answer. */
const promises: [fault: string, isBroken: (seen: Seen) => boolean][] = [
  ['got a 202 and is not in the log as often', (i) => i.logged < i.answered || i.loggedOtherwise < i.contradicted],
  ['lost: in the log, and not stored', (i) => i.usable && i.logged > 0 && i.stored === 0],
  ['stored twice', (i) => i.stored > 1],
  ['stored, and cannot be', (i) => i.stored > 0 && !(i.usable && i.logged > 0)],
  ['stored, and not counted by analytics once', (i) => i.counted !== i.stored],
  ['stored, and without one receipt', (i) => i.receipts !== i.stored],
  ['to be asked about, and without one invitation', (i) => i.invitations !== (i.asked ? i.stored : 0)],
  ['to be asked about, and not told of once to analytics', (i) => i.decisions !== (i.asked ? i.stored : 0)],
  ['quarantined another number of times than it must be', (i) => i.quarantined !== unusable(i)],
];

/** What is wrong, in a sentence each with how many and a few examples; nothing, if everything holds. */
export const faultsIn = (expected: Expected, found: Found): string[] => {
  const broken = promises.map(([fault, isBroken]) => ({ fault, isBroken, count: 0, ids: [] as string[] }));
  const due = { ends: 0, stored: 0, duplicate: 0, quarantined: 0 };
  for (const seen of everyInteraction(expected, found)) {
    due.ends += seen.logged + seen.loggedOtherwise;
    due.quarantined += unusable(seen);
    due.stored += seen.usable && seen.logged > 0 ? 1 : 0;
    due.duplicate += seen.usable ? Math.max(0, seen.logged - 1) : 0;
    for (const promise of broken) {
      if (!promise.isBroken(seen)) continue;
      promise.count += 1;
      if (promise.ids.length < examples) promise.ids.push(seen.id);
    }
  }
  return [
    ...broken.flatMap(({ fault, count, ids }) =>
      count === 0 ? [] : [`${count} interactions: ${fault} (${ids.join(', ')})`],
    ),
    ...strangersIn(found),
    ...totalFaults(due, found),
    ...versionFaults(found.versions),
  ];
};

/** How often it must be in the quarantine: what names nobody always, what contradicts the first always. */
const unusable = ({ usable, logged, loggedOtherwise }: Seen): number => (usable ? 0 : logged) + loggedOtherwise;

function* everyInteraction(expected: Expected, found: Found): Generator<Seen & { id: string }> {
  for (const [sender, { length }] of expected.answered.seen.entries()) {
    const times = ({ seen }: Tally, place: number): number => seen[sender]?.[place] ?? 0;
    for (let place = 0; place < length; place += 1) {
      const role = roleOf(place);
      yield {
        id: idOf({ sender, place }),
        usable: role !== 'nobody',
        asked: role === 'arrival',
        answered: times(expected.answered, place),
        contradicted: times(expected.contradicted, place),
        logged: times(found.logged, place),
        loggedOtherwise: times(found.loggedOtherwise, place),
        stored: times(found.stored, place),
        counted: times(found.counted, place),
        receipts: times(found.receipts, place),
        invitations: times(found.invitations, place),
        decisions: times(found.decisions, place),
        quarantined: times(found.quarantined, place),
      };
    }
  }
}

const strangersIn = (found: Found): string[] =>
  Object.entries(found).flatMap(([where, tally]) =>
    typeof tally === 'object' && 'strangers' in tally && tally.strangers > 0
      ? [`${where}: ${tally.strangers} that nobody posted`]
      : [],
  );

const totalFaults = (due: LedgerTotals & { ends: number }, { ends, ledger, processed, inRecords }: Found): string[] => {
  const { stored, duplicate, quarantined } = due;
  const claims: [string, number, number][] = [
    ['the topic ends at', ends, due.ends],
    ...Object.entries(inRecords).map(([who, count]): [string, number, number] => [
      `the records of ${who} count`,
      count,
      stored,
    ]),
    ...Object.entries({ 'the ledger': ledger, 'identity-resolution': processed }).flatMap(
      ([who, said]): [string, number, number][] => [
        [`${who} says stored`, said.stored, stored],
        [`${who} says duplicate`, said.duplicate, duplicate],
        [`${who} says quarantined`, said.quarantined, quarantined],
      ],
    ),
    ['the ledger accounts for', ledger.stored + ledger.duplicate + ledger.quarantined, ends],
  ];
  return claims.flatMap(([what, is, must]) => (is === must ? [] : [`${what} ${is}, and it is ${must}`]));
};

const versionFaults = ({ stored, known }: Found['versions']): string[] =>
  Object.entries(known).flatMap(([where, versions]) => {
    const ids = [...new Set([...stored.keys(), ...versions.keys()])];
    const others = ids.filter((id) => stored.get(id) !== versions.get(id));
    return others.length === 0
      ? []
      : [
          `${others.length} records have another version in ${where} than stored (${others.slice(0, examples).join(', ')})`,
        ];
  });
