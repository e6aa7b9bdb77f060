import { openJudges } from '@hilo/sentiment';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCasesInHand } from './cases-in-hand.ts';
import { ana, email, hour, luis, message, timestamp, uuid } from './messages.ts';

let hilo: Awaited<ReturnType<typeof openCasesInHand>>;
const byWords = openJudges({ by: 'words' });
beforeAll(async () => {
  hilo = await openCasesInHand();
});
afterAll(() => hilo.close());

const monday = Date.UTC(2026, 2, 2, 10);
const run = uuid(77);
const names = ['one', 'two', 'three'];
const most = 4;

/** A version of an interaction: whose it is, and whether it was withdrawn. */
type Version = { subject: string; withdrawn: boolean };
type Step =
  | { do: 'tell'; versions: { name: number; version: number }[]; isAgain: boolean }
  | { do: 'judge' }
  | { do: 'erase' };

const version = fc.record({ subject: fc.constantFrom(ana, luis), withdrawn: fc.boolean() });
const first: fc.Arbitrary<Version> = fc.record({ subject: fc.constantFrom(ana, luis), withdrawn: fc.constant(false) });
const histories = fc.array(fc.tuple(first, version, version, version), { minLength: 3, maxLength: 3 });
const told = fc.record({ name: fc.nat(names.length - 1), version: fc.integer({ min: 1, max: most }) });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      versions: fc.array(told, { minLength: 1, maxLength: 4 }),
      isAgain: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'judge' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'erase' as const }) },
);

const said = (name: string, number: number, { subject, withdrawn }: Version) =>
  message(
    name,
    {
      channel: 'web',
      kind: 'wrote',
      touchpoint: 't',
      identifiers: [email('ana')],
      text: 'The bag was lost, dreadful.',
    },
    { source: 'web', at: monday, subject, version: number, withdrawn },
  );

/** What is to be there in the end: by the latest version of each that was told, and whoever is erased has nothing, whatever is told. */
const expected = (all: readonly (readonly Version[])[], steps: readonly Step[]) => {
  const isErased = steps.some((one) => one.do === 'erase');
  return names.flatMap((name, n) => {
    const numbers = steps.flatMap((one) =>
      one.do === 'tell' ? one.versions.flatMap((told) => (told.name === n ? told.version : [])) : [],
    );
    const latest = all[n]?.[Math.max(0, ...numbers) - 1];
    if (latest === undefined || (isErased && latest.subject === ana)) return [];
    return { name, subject: latest.subject, state: latest.withdrawn ? 'withdrawn' : 'judged' };
  });
};

const follow = async (all: readonly (readonly Version[])[], one: Step): Promise<void> => {
  if (one.do === 'judge') await hilo.judge(monday + hour, { by: byWords });
  else if (one.do === 'erase')
    await hilo.erase({ id: uuid(99), at: timestamp(monday + hour), subjects: [ana], customers: [], names: [] });
  else {
    const messages = one.versions.flatMap(({ name, version }) => {
      const found = all[name]?.[version - 1];
      return found ? said(names[name] ?? '', version, found) : [];
    });
    if (one.isAgain) await hilo.sayInRun(monday, run, ...messages);
    else await hilo.say(monday, ...messages);
  }
};

/** Many by HILO_TEST_FULL=1. */
const numRuns = process.env.HILO_TEST_FULL === '1' ? 1000 : 30;

const tells = (version: number, isAgain: boolean): Step => ({
  do: 'tell',
  versions: [{ name: 0, version }],
  isAgain,
});
const [there, gone]: [Version, Version] = [
  { subject: ana, withdrawn: false },
  { subject: ana, withdrawn: true },
];
const life: [Version, Version, Version, Version] = [there, gone, there, there];
/** What waits to be judged as the past is withdrawn, and said again: it waits twice. */
const twiceDue: [[typeof life, typeof life, typeof life], Step[]] = [
  [life, life, life],
  [tells(1, true), tells(2, false), tells(3, false), { do: 'judge' }],
];

it('judges what the latest version says, once, in whichever order and however often it is told, judged, told again and erased', async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.array(step, { minLength: 1, maxLength: 12 }), async (all, steps) => {
      await hilo.begin();
      await hilo.pool.query('INSERT INTO rebuilds (generation, run, active) VALUES (1, $1, true)', [run]);
      for (const one of [...steps, { do: 'judge' as const }]) await follow(all, one);
      const { rows } = await hilo.pool.query(
        `SELECT h.interaction AS name, h.subject, h.state, h.told IS NULL AS forgotten, count(v.id)::int AS judged
           FROM heard_texts h LEFT JOIN verbatims v ON v.heard = h.id GROUP BY h.id ORDER BY array_position($1, h.interaction)`,
        [names],
      );
      expect(rows).toEqual(
        expected(all, steps).map((one) => ({ ...one, forgotten: true, judged: one.state === 'judged' ? 1 : 0 })),
      );
      expect((await hilo.pool.query('SELECT FROM verbatims')).rowCount).toBe(
        rows.filter(({ judged }) => judged).length,
      );
      const revisions = hilo.toldVerbatims().map(({ id, revision }) => `${id}/${revision}`);
      expect(new Set(revisions).size).toBe(revisions.length);
      for (const [n, name] of names.entries()) {
        const told = hilo.toldVerbatims().filter(({ interaction }) => interaction.id === name);
        const withdrawals = all[n]?.filter(({ withdrawn }) => withdrawn).length ?? 0;
        expect(told.length).toBeLessThanOrEqual(1 + withdrawals);
      }
    }),
    { numRuns, examples: [twiceDue] },
  );
});
