import { gather, isTransient, retry, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { PermissionRequest } from '../domain/permission-request.ts';
import type { PoliciesInForce } from '../store/contact-policies.ts';
import { checkPermissions } from './check-permissions.ts';
import type { Knowledge } from './knowledge.ts';
import { freeReservation } from './note-reservations.ts';
import { type CheckedAndReserved, reserveContacts } from './reserve-contacts.ts';
import type { IdentifierKeys } from './who-is-asked.ts';

export type AskedPermission = { request: PermissionRequest; source: string; id: string };

/** An answer, and up to when everything is known by which it was given. */
export type PermissionAnswer = CheckedAndReserved & { asOf: number | undefined };

export type Permissions = {
  /** Judges these in their order, and reserves what is to be. */
  check(asked: readonly AskedPermission[]): Promise<PermissionAnswer[]>;
  free(wanted: { source: string; reservation: string }): Promise<boolean>;
};

type Answering = {
  pool: Pool;
  naming: IdentifierKeys;
  policies: PoliciesInForce;
  knowledge: Pick<Knowledge, 'asOf'>;
  now(): number;
};

const mostAttempts = 3;
/** Of requests that come one by one, so many at the most are answered together. */
const mostTogether = 200;

/** Answers who may be contacted. What is asked one by one while others are answered is answered together, in one transaction. */
export const openPermissions = (answering: Answering): Permissions => {
  const checkOnly = together((asked) => checkAll(answering, asked));
  const reserve = together((asked) => reserveAll(answering, asked));
  return {
    check: (asked) => {
      const isToReserve = asked.some(({ request }) => request.reserve);
      const [only, ...more] = asked;
      if (only === undefined || more.length > 0) return (isToReserve ? reserveAll : checkAll)(answering, asked);
      return (isToReserve ? reserve : checkOnly)(only).then((answer) => [answer]);
    },
    free: (wanted) => again(() => transaction(answering.pool, (tx) => freeReservation(tx, wanted))),
  };
};

/** Two who lock what the other needs, or a customer who came in between: one of them is done again. */
const again = <Result>(work: () => Promise<Result>): Promise<Result> => {
  let attempts = 0;
  return retry(work, {
    firstDelayMs: 10,
    shouldRetry: (error) => {
      attempts += 1;
      return attempts < mostAttempts && isTransient(error);
    },
  });
};

const checkAll = async (
  { pool, naming, policies, knowledge, now }: Answering,
  asked: readonly AskedPermission[],
): Promise<PermissionAnswer[]> => {
  const asOf = knowledge.asOf();
  const requests = asked.map(({ request }) => request);
  const policy = await policies.latest(pool);
  const checked = await checkPermissions(pool, requests, { naming, policy, now: now(), asOf });
  return checked.map((one) => ({ ...one, asOf }));
};

const reserveAll = async (
  { pool, naming, policies, knowledge, now }: Answering,
  asked: readonly AskedPermission[],
): Promise<PermissionAnswer[]> => {
  const asOf = knowledge.asOf();
  const policyIn = policies.inForceWithRegisters;
  const checked = await again(async () => {
    const policy = await policies.assumed(pool);
    return transaction(pool, (tx) => reserveContacts(tx, asked, { naming, policyIn, policy, now: now(), asOf }));
  });
  return checked.map((one) => ({ ...one, asOf }));
};

type Waiting = { asked: AskedPermission; answer?: PermissionAnswer };

/** Those that come meanwhile are answered as one; where that fails, each alone, so that none suffers for another. */
const together = (answerAll: (asked: readonly AskedPermission[]) => Promise<PermissionAnswer[]>) => {
  const answerTogether = gather<Waiting>(
    async (waiting) => {
      const answers = await answerAll(waiting.map(({ asked }) => asked));
      for (const [n, one] of waiting.entries()) {
        const answer = answers[n];
        if (answer !== undefined) one.answer = answer;
      }
      return async () => {};
    },
    { most: mostTogether, mostWeight: mostTogether, weigh: () => 1 },
  );
  return async (asked: AskedPermission): Promise<PermissionAnswer> => {
    const waiting: Waiting = { asked };
    await answerTogether(waiting).catch((error: unknown) => {
      // What is away is away for each of them.
      if (isTransient(error)) throw error;
    });
    if (waiting.answer !== undefined) return waiting.answer;
    const [alone] = await answerAll([asked]);
    if (alone === undefined) throw new Error('what was asked alone has no answer');
    return alone;
  };
};
