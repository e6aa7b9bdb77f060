import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@hilo/contracts';
import { transaction } from '@hilo/runtime';
import { policyAtAnyHour } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadContactPolicy, loadProgrammes } from '../config.ts';
import { handlers } from '../pipeline.ts';
import { changeState } from '../programmes/change-state.ts';
import { publishFirstProgrammes } from '../programmes/publish-first.ts';
import { openProgrammes } from '../store/programmes.ts';
import { takeUpHeldBack } from '../store/put-off.ts';
import { decideNow, hashOfNames } from './decide-now.ts';
import { openDeciding } from './deciding.ts';
import { arrival, happened, now, record, uuid } from './messages.ts';

const [shipped] = loadProgrammes();
if (shipped === undefined) throw new Error('there is no programme');
const programme = { ...shipped, askAfterMinutes: 0, restDays: 0 };
let survey: Awaited<ReturnType<typeof openDeciding>>;
beforeAll(async () => {
  survey = await openDeciding();
});
afterAll(() => survey.close());

const author = { by: { key: 'k', source: 'tests' }, why: 'a test', now };
const change = (pool: Pool, state: 'active' | 'paused') =>
  transaction(pool, (tx) => changeState(tx, programme.id, { state, author }));

/** An instance: it hears of arrivals and decides, again and again, until it is told to stop. */
const instance = (pool: Pool, first: number) => {
  const programmes = openProgrammes();
  const state = { isStopped: false, noted: 0 };
  const running = (async () => {
    for (let n = first; !state.isStopped; n += 1) {
      const [customer, mail] = [uuid(n), { kind: 'email', value: `c${n}@example.org` }];
      await transaction(pool, async (tx) => {
        const told = (message: object) => [
          { offset: 0, key: '', value: JSON.stringify(message), headers: {}, appendedAt: 0 },
        ];
        const handle = handlers(programmes, hashOfNames);
        await handle[topics.customers.name]?.(tx, { records: told(record(customer, 1, [mail])) });
        await handle[topics.resolved.name]?.(tx, {
          records: told(arrival(`i-${n}`, { subject: customer, at: happened + (n % 1000) })),
        });
      });
      state.noted += 1;
      await transaction(pool, (tx) => decideNow(tx, { programmes, isOnThread: false }, now));
      await takeUpHeldBack(pool, now);
    }
  })();
  return {
    stop: async () => {
      state.isStopped = true;
      await running;
      return state.noted;
    },
  };
};

const count = async (state: string): Promise<number> =>
  (await survey.pool.query('SELECT FROM invitations WHERE state = $1', [state])).rowCount ?? 0;

it('nobody is asked after a pause was answered, by any of four instances; all are when it is resumed, each once', async () => {
  await publishFirstProgrammes(survey.pool, [programme], happened);
  await survey.publish(loadContactPolicy(policyAtAnyHour));
  const instances = [1, 2, 3, 4].map((n) => instance(survey.another(), n * 100_000));
  const operator = survey.another();
  for (let round = 0; round < 5; round += 1) {
    const before = await count('invited');
    await expect.poll(() => count('invited')).toBeGreaterThan(before);
    await change(operator, 'paused');
    const [invited, waiting] = [await count('invited'), await count('pending')];
    await expect.poll(() => count('pending')).toBeGreaterThan(waiting);
    await delay(50);
    expect(await count('invited')).toBe(invited);
    await change(operator, 'active');
  }
  const noted = await Promise.all(instances.map((one) => one.stop()));
  for (let left = 1; left > 0; left = await count('pending')) {
    await takeUpHeldBack(survey.pool, now);
    await transaction(survey.pool, (tx) => decideNow(tx, { programmes: openProgrammes(), isOnThread: false }, now));
  }
  expect(await count('invited')).toBe(noted.reduce((sum, one) => sum + one, 0));
});
