import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { IngestResult } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import { openDatabase } from '@hilo/runtime';
import { makeDataFolder } from '@hilo/testing';
import type { Pool } from 'pg';
import { z } from 'zod';
import { createRandom } from '../../../scripts/simulate/random.ts';
import { untilAtRest } from '../at-rest.ts';
import { faultsOfCases, findCases, untilEscalated } from './cases.ts';
import { findDecided } from './find.ts';
import { faultsOfGuidance, findGuidance, publishCard, untilWithdrawn } from './guidance.ts';
import { type Instances, startInstances } from './instances.ts';
import { faultsOfReactions, findReactions } from './reactions.ts';
import {
  emailOf,
  greeting,
  type Happening,
  interactionOf,
  peopleOf,
  programmes,
  reportOf,
  type Story,
  settings,
  storyOf,
} from './story.ts';
import { carryBy, faultsOfTold, findTold, openCarrier, untilTold } from './told.ts';
import { faultsOfVerbatims, findVerbatims } from './verbatims.ts';
import { type Expected, faultsOf, type Report } from './verdict.ts';
import { watchNoes } from './watch.ts';

export type DecidingOptions = { databaseUrl: string; kills: number; seed: number; say(line: string): void };

export type DecidingOutcome = {
  faults: string[];
  expected: Expected;
  /** How many were invited, withheld, and history; and of each process, how often it was killed. */
  ended: Readonly<Record<string, number>>;
  killed: ReadonlyMap<string, number>;
  /** How often a process ended that nobody had killed. */
  byThemselves: number;
  seconds: number;
};

const instances = ['survey-trigger#1', 'survey-trigger#2', 'survey-trigger#3'];
const happeningsPerKill = 25;
const atOnce = 8;
const longestDownMs = 1500;

/**
 * Kills instances of survey-trigger with -9, again and again, and now and then identity-resolution, while people arrive, take back what
 * they consented to, and are called or refuse; waits until all is through, and looks for what was decided wrongly, twice or never.
 */
export const killDeciding = async ({ databaseUrl, kills, seed, say }: DecidingOptions): Promise<DecidingOutcome> => {
  const began = Date.now();
  const place = { databaseUrl, environment: environmentIn(makeDataFolder('hilo-deciding-')), say };
  await using started = await startInstances(place, ['ingest', 'identity-resolution', 'analytics', ...instances]);
  await using opened = new AsyncDisposableStack();
  const pool = openDatabase({ connectionString: databaseUrl, schema: 'public', logger: console });
  opened.defer(() => pool.end());
  const carrier = await openCarrier();
  opened.defer(() => carrier.close());
  await carryBy(started, carrier.url);
  const story = storyOf(seed, kills * happeningsPerKill);
  await publishCard(started);
  await greet(started, peopleOf(story.length));
  const watch = watchNoes(pool);
  opened.defer(async () => void (await watch.stop()));
  const blows = openBlows(started, { kills, seed, say });
  const reports = await live(started, { story, seed, onHappened: blows.after });
  const killed = await blows.done();
  await started.allRunning();
  say(`all happened in ${Math.round((Date.now() - began) / 1000)} s; waiting until all is through`);
  await untilEscalated(pool);
  await untilWithdrawn(pool);
  await untilTold(pool);
  await atRest(pool, place);
  const saidNo = await watch.stop();
  const expected = await expectedOf(pool, { story, reports, saidNo });
  const found = await findDecided(pool, databaseUrl);
  const cases = await findCases(pool, databaseUrl);
  const verbatims = await findVerbatims(pool, databaseUrl);
  const complaints = complaintsIn(story);
  const reactions = await findReactions(pool);
  const guidance = await findGuidance(pool, databaseUrl);
  const told = await findTold(pool, carrier.arrived);
  const fired = reactions.reactions.filter(({ state }) => state === 'fired').length;
  const count = (state: string): number => found.invitations.filter((one) => one.state === state).length;
  return {
    faults: [
      ...faultsOf(expected, found),
      ...faultsOfCases(complaints, cases),
      ...faultsOfVerbatims(complaints, verbatims),
      ...faultsOfReactions(expected.arrivals, reactions),
      ...faultsOfGuidance(expected.arrivals, guidance),
      ...faultsOfTold(complaints, told),
    ],
    expected,
    ended: {
      invited: count('invited'),
      withheld: count('withheld'),
      historical: found.historical,
      ...cases.counts,
      fired,
      pushed: guidance.situations.filter(({ isPushed }) => isPushed).length,
      told: told.told.length,
    },
    killed,
    byThemselves: started.ended(),
    seconds: Math.round((Date.now() - began) / 1000),
  };
};

const complaintsIn = (story: Story) =>
  story.flatMap(({ what, id, person }) => (what === 'complaint' ? [{ id, email: emailOf(person).value }] : []));

const environmentIn = (folder: string): Record<string, string> => {
  const files = {
    HILO_PROGRAMMES: settings.programmes,
    HILO_TEMPLATES: settings.templates,
    HILO_CONTACT_POLICY: settings.policy,
    HILO_CASE_RULES: settings.caseRules,
    HILO_REACTION_RULES: settings.reactionRules,
  };
  return {
    HILO_INVITATIONS_ON_THREAD: 'yes',
    HILO_SENTIMENT: 'encoder',
    HILO_WEBHOOK_ALLOW: '127.0.0.0/8',
    ...Object.fromEntries(
      Object.entries(files).map(([name, content]) => {
        const file = join(folder, `${name}.json`);
        writeFileSync(file, JSON.stringify(content));
        return [name, file];
      }),
    ),
  };
};

const greet = async ({ ingest }: Instances, people: number): Promise<void> => {
  for (let from = 0; from < people; from += 500) {
    const some = Array.from({ length: Math.min(500, people - from) }, (_, n) => greeting(from + n, Date.now()));
    await ingest.post('/v1/interactions', some, IngestResult);
  }
};

type Blows = { after(happened: number): void; done(): Promise<Map<string, number>> };

/** After so many happenings the next is killed: mostly one that decides, at times two at once, at times who says who is who. */
const openBlows = (
  started: Instances,
  { kills, seed, say }: Pick<DecidingOptions, 'kills' | 'seed' | 'say'>,
): Blows => {
  const random = createRandom(seed + 1);
  const killed = new Map<string, number>();
  let [due, wake] = [0, Promise.withResolvers<void>()];
  const kill = async (name: string): Promise<void> => {
    while (!(await started.kill(name, random.chance(0.5) ? 0 : random.below(longestDownMs)))) await delay(20);
    killed.set(name, (killed.get(name) ?? 0) + 1);
  };
  const striking = (async () => {
    for (let blow = 0; blow < kills; blow += 1) {
      while (due <= blow) await wake.promise;
      const first = random.below(instances.length);
      const names = random.chance(0.1) ? ['identity-resolution'] : [instances[first] ?? ''];
      if (random.chance(0.15)) names.push(instances[(first + 1) % instances.length] ?? '');
      await Promise.all(names.map(kill));
      if (blow % 20 === 19) say(`${blow + 1} times killed`);
    }
  })();
  return {
    after: (happened) => {
      due = Math.floor(happened / happeningsPerKill);
      wake.resolve();
      wake = Promise.withResolvers();
    },
    done: async () => {
      due = kills;
      wake.resolve();
      await striking;
      return killed;
    },
  };
};

type Answered = Omit<Report, 'customer'> & { person: number };
type Living = { story: Story; seed: number; onHappened(happened: number): void };

/** Posts and reports all of it, several at once, some of it twice; gives what was reported, and when that was answered. */
const live = async (started: Instances, { story, seed, onHappened }: Living): Promise<Answered[]> => {
  const random = createRandom(seed + 2);
  const reports: Answered[] = [];
  let next = 0;
  const one = async (happening: Happening): Promise<void> => {
    const now = Date.now();
    const interaction = interactionOf(happening, now);
    const times = random.chance(0.05) ? 2 : 1;
    for (let turn = 0; turn < times; turn += 1) {
      if (interaction) await started.ingest.post('/v1/interactions', [interaction], IngestResult);
      else if (turn === 0) reports.push(await report(started, happening, now));
      else await report(started, happening, now);
    }
  };
  const sender = async (): Promise<void> => {
    for (let at = next++; at < story.length; at = next++) {
      const happening = story[at];
      if (happening) await one(happening);
      onHappened(at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return reports;
};

const Reported = z.object({
  results: z.tuple([
    z.object({ status: z.enum(['accepted', 'duplicate']), interaction: z.object({ id: z.string() }) }),
  ]),
});

const report = async (started: Instances, happening: Happening, now: number): Promise<Answered> => {
  const body = reportOf(happening, now);
  const { results } = await started.ask(happening.at, (client) => client.post('/v1/contacts', body, Reported));
  const { id, person, what } = happening;
  const thread = results[0].interaction.id;
  return { id, thread, answeredAt: Date.now(), person, isRefusal: what === 'refusal' };
};

const atRest = async (
  pool: Pool,
  { databaseUrl, say }: Pick<DecidingOptions, 'databaseUrl' | 'say'>,
): Promise<void> => {
  await using log = await openLog(databaseUrl);
  await untilAtRest(pool, log, say);
};

const customers = `
  SELECT p.customer, h->>'value' AS email FROM survey.profiles p, jsonb_array_elements(p.record->'identifiers') AS h
   WHERE h->>'kind' = 'email'`;

type Told = { story: Story; reports: readonly Answered[]; saidNo: Expected['saidNo'] };

const expectedOf = async (pool: Pool, { story, reports, saidNo }: Told): Promise<Expected> => {
  const { rows } = await pool.query<{ customer: string; email: string }>(customers);
  const customerOf = new Map(rows.map(({ email, customer }) => [email, customer]));
  const idsOf = (what: Happening['what']): string[] => story.filter((one) => one.what === what).map(({ id }) => id);
  return {
    arrivals: idsOf('arrival'),
    old: idsOf('old-arrival'),
    programmes,
    reports: reports.map(({ person, ...one }) => ({ ...one, customer: customerOf.get(emailOf(person).value) ?? '' })),
    saidNo,
  };
};
