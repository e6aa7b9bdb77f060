import type { Transaction } from '@hilo/runtime';
import { quotasOfAll } from '../domain/answers/screening.ts';
import type { Programme } from '../domain/programme.ts';
import { periodOf } from '../domain/quota.ts';
import { type QuotaUse, quotaReasons } from '../domain/quota-use.ts';
import type { Reason } from '../domain/refusals.ts';
import { readAnswerQuotas } from '../store/answer-quotas.ts';
import { addToQuotas, lockQuotas } from '../store/quotas.ts';

/** The quotas of programmes, as they are used while one invitation is decided after the other. */
export type Quotas = {
  reasonsOf(programme: string): Reason[];
  /** Somebody is asked by this programme. */
  use(programme: string): void;
  /** Writes what was used. */
  save(tx: Transaction): Promise<void>;
};

/** Far enough ahead of every decision. */
const endOfTime = 8.64e15 / 1000;

/** Locks the quotas of these programmes that have room; a programme without one costs nothing. */
export const openQuotas = async (tx: Transaction, programmes: readonly Programme[], now: number): Promise<Quotas> => {
  const limited = programmes.flatMap(({ id, quota }) =>
    quota === undefined ? [] : [{ id, quota, period: periodOf(quota, now) }],
  );
  const wanted = limited.map(({ id, quota: { max }, period: { name, from, until = endOfTime } }) => ({
    programme: id,
    period: name,
    from,
    until,
    max,
  }));
  const used = await lockQuotas(tx, wanted);
  const uses = new Map<string, QuotaUse>(
    limited.map(({ id, quota, period }) => [id, { quota, period, used: used.get(id) ?? quota.max }]),
  );
  const filled = await filledByAnswers(tx, programmes);
  const asked = new Map<string, number>();
  return {
    reasonsOf: (programme) => [...quotaReasons(programme, uses.get(programme)), ...(filled.get(programme) ?? [])],
    use: (programme) => {
      const before = uses.get(programme);
      if (before === undefined) return;
      uses.set(programme, { ...before, used: before.used + 1 });
      asked.set(programme, (asked.get(programme) ?? 0) + 1);
    },
    save: (tx) =>
      addToQuotas(
        tx,
        [...asked].map(([programme, asked]) => ({ programme, period: uses.get(programme)?.period.name ?? '', asked })),
      ),
  };
};

/** Programmes that want no more answers of anybody: nobody is asked in vain. */
const filledByAnswers = async (tx: Transaction, programmes: readonly Programme[]): Promise<Map<string, Reason[]>> => {
  const wanted = programmes.flatMap((one) => quotasOfAll(one).map((quota) => ({ programme: one.id, ...quota })));
  const used = await readAnswerQuotas(tx, wanted);
  const full = wanted.filter(({ programme, name, max }) => {
    const found = used.find((one) => one.programme === programme && one.name === name);
    return (found?.used ?? 0) >= max;
  });
  return Map.groupBy(
    full.map(({ programme, name }) => ({
      programme,
      reason: 'quota-full' as const,
      rule: `${programme}.answerQuotas.${name}`,
    })),
    ({ programme }) => programme,
  );
};
