import { decide } from '../domain/decide.ts';
import type { PastContact } from '../domain/policy/budget.ts';
import type { CompiledPolicy } from '../domain/policy/compiled.ts';
import type { Programme } from '../domain/programme.ts';
import type { Known, Reason } from '../domain/refusals.ts';
import { lookBackMs, type Standing } from '../domain/standing.ts';
import { type Contender, expectedAfter, inOrderOfTurn, keptForAnother } from '../domain/turn.ts';
import { customer, dayMs } from './asking.ts';

/** Something that happened to the customer, about which these programmes would ask. */
export type Touched = { at: number; programmes: readonly Programme[]; momentOfTruth?: boolean };

type Row = Contender & {
  timer: number;
  state: 'pending' | 'invited' | 'withheld';
  decidedAt?: number;
  reasons: readonly Reason[];
};

const lost = new Set(['contact-pressure', 'asked-recently', 'kept-for-another']);

/** How each programme stands, counted as the database counts it. */
const standingsAt = (rows: readonly Row[], programmes: readonly Programme[], now: number): Map<string, Standing> => {
  const seen = rows.filter(({ occurredAt }) => occurredAt > now - lookBackMs(programmes));
  return new Map(
    [...Map.groupBy(seen, ({ programme }) => programme.id)].map(([id, own]) => {
      const asked = own.filter(({ state }) => state === 'invited');
      const latest = (times: readonly number[]) => (times.length === 0 ? undefined : Math.max(...times));
      return [
        id,
        {
          candidates: own.length,
          firstAt: Math.min(...own.map(({ occurredAt }) => occurredAt)),
          asked: asked.length,
          lastAskedAt: latest(asked.map(({ decidedAt = 0 }) => decidedAt)),
          lastAskedAbout: latest(asked.map(({ occurredAt }) => occurredAt)),
          lostAbout: own
            .filter((one) => one.state === 'withheld' && lost.has(one.reasons[0]?.reason ?? ''))
            .map(({ occurredAt }) => occurredAt)
            .filter((at) => at > now - 15 * dayMs),
        },
      ];
    }),
  );
};

/**
 * What becomes of all that happens to one customer, decided as it is due; with or without turns. Without, whoever is due first, or is
 * named first, is asked.
 */
export const live = (
  touched: readonly Touched[],
  { policy, isFair = true }: { policy: CompiledPolicy; isFair?: boolean },
): Row[] => {
  const programmes = [...new Map(touched.flatMap((one) => one.programmes).map((one) => [one.id, one])).values()];
  const profile = customer({ email: 'ana@example.org' });
  const waiting = touched.toSorted((one, other) => one.at - other.at);
  const rows: Row[] = [];
  const contacts: PastContact[] = [];
  for (;;) {
    const pending = rows.filter(({ state }) => state === 'pending');
    const next = Math.min(...pending.map(({ timer }) => timer), waiting[0]?.at ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(next)) return rows;
    const happening = waiting[0]?.at === next ? waiting.shift() : undefined;
    if (happening) {
      rows.push(...rowsOf(happening, rows.length));
      continue;
    }
    const table = (known: Known) => ({ known, policy, standings: standingsAt(rows, programmes, next), now: next });
    const known: Known = { profile, contacts };
    const ready = pending.filter(({ timer }) => timer <= next);
    const [own] = isFair ? inOrderOfTurn(ready, table(known)) : ready;
    const row = rows.find(({ id }) => id === own?.id);
    if (row === undefined) return rows;
    for (const one of pending) one.ownReasons = againReasons(one.programme, standingsAt(rows, programmes, next), next);
    const decision = decide(row, known, policy, next);
    const others = pending.filter(({ id }) => id !== row.id).map((one) => ({ ...one, dueAt: one.timer }));
    const kept =
      isFair && decision.state === 'invited'
        ? keptForAnother(
            row,
            decision,
            [...others, ...expectedAfter(row, programmes, others, table(known))],
            table(known),
          )
        : undefined;
    if (kept?.until !== undefined) Object.assign(row, { timer: kept.until, reasons: [kept.reason] });
    else if (kept) Object.assign(row, { state: 'withheld', decidedAt: next, reasons: [kept.reason] });
    else if (decision.state === 'put-off') Object.assign(row, { timer: decision.until, reasons: decision.reasons });
    else if (decision.state === 'withheld') Object.assign(row, { ...decision, decidedAt: next });
    else {
      Object.assign(row, { state: 'invited', decidedAt: next, reasons: [] });
      const { channel, contactPoint } = decision;
      contacts.push({ at: next, channel, contactPoint, class: 'survey', weight: 1, outcome: undefined });
    }
  }
};

const againReasons = (
  { id, againAfterDays }: Programme,
  standings: ReadonlyMap<string, Standing>,
  now: number,
): Reason[] => {
  const until = (standings.get(id)?.lastAskedAt ?? Number.NEGATIVE_INFINITY) + againAfterDays * dayMs;
  return until > now ? [{ reason: 'asked-recently', rule: `${id}.againAfterDays`, until }] : [];
};

const rowsOf = ({ at, programmes, momentOfTruth }: Touched, from: number): Row[] =>
  programmes.map((programme, n) => {
    const dueAt = at + programme.askAfterMinutes * 60_000;
    return {
      id: `${String(from + n).padStart(8, '0')}-0000-8000-8000-000000000000`,
      programme,
      circumstances: { answered: [], ...(momentOfTruth && { momentOfTruth }) },
      occurredAt: at,
      dueAt,
      timer: dueAt,
      deadline: at + programme.askWithinHours * 3_600_000,
      state: 'pending',
      reasons: [],
    };
  });

/** How often each programme asked. */
export const askedBy = (rows: readonly Row[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { programme, state } of rows)
    if (state === 'invited') counts[programme.id] = (counts[programme.id] ?? 0) + 1;
  return counts;
};
