import { randomUUID } from 'node:crypto';
import { GuidanceEvent, topics } from '@hilo/contracts';
import { type Outgoing, transaction } from '@hilo/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { GuidanceCard } from '../domain/guidance/card.ts';
import { eraseWith } from '../erase.ts';
import { withdrawDue } from '../guidance/hear.ts';
import { noteCardRead } from '../guidance/note-read.ts';
import { publishCard } from '../guidance/publish-cards.ts';
import { handlers } from '../pipeline.ts';
import { openCaseRules } from '../store/case-rules.ts';
import { openCards } from '../store/guidance-cards.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { hashOfNames } from './decide-now.ts';
import { openDeciding } from './deciding.ts';
import { ana, email, luis, message, minute, record, timestamp } from './messages.ts';

let hilo: Awaited<ReturnType<typeof openDeciding>>;
beforeAll(async () => {
  hilo = await openDeciding();
});
afterAll(() => hilo.close());

const monday = Date.UTC(2026, 2, 2, 10);
const delayed = GuidanceCard.parse({
  id: 'flight-delayed',
  situation: { begins: { kinds: ['delayed'] }, ends: { kinds: ['boarded'] }, lastsMinutes: 60, same: 'flight' },
  roles: ['gate-agent'],
  wordings: { en: { title: 'Delayed', text: 'Say it.' } },
});
const by = { key: 'k', source: 'tests' };
const webhook = '0'.repeat(32);

let onTopic: GuidanceEvent[] = [];
/** What is told on the topic, if the transaction commits. */
const keep = (outbox: readonly Outgoing[] = []) => {
  onTopic.push(...outbox.map(({ value }) => GuidanceEvent.parse(JSON.parse(value ?? ''))));
};

beforeEach(async () => {
  await hilo.empty();
  onTopic = [];
  await transaction(hilo.pool, (tx) => publishCard(tx, delayed, { by, why: 'a test', now: monday }));
  // Somebody who wants to know: what is told is noted for it, and posted by nobody here.
  await hilo.pool.query(
    `INSERT INTO outgoing_webhooks (id, settings, sealed_secrets, created_at, updated_at) VALUES ($1, $2, '', now(), now())`,
    [webhook, { kind: 'standard', name: 'tablet', url: 'https://example.org', events: { types: ['hilo.guidance.*'] } }],
  );
});

const cards = openCards();
const tell = async (
  topic: string,
  now: number,
  messages: readonly object[],
  { isRebuild = false, fails = false } = {},
) => {
  const outbox = await transaction(hilo.pool, async (tx) => {
    const records = messages.map((one, offset) => {
      return { offset, key: '', value: JSON.stringify(one), headers: { hilo_rebuild: 'r' }, appendedAt: now };
    });
    const hearing = { caseRules: openCaseRules(), cards, now: () => now };
    const handled = await handlers(fixedProgrammes([]), hashOfNames, hearing)[topic]?.(tx, { records, isRebuild });
    if (fails) throw new Error('killed');
    return handled?.outbox;
  });
  keep(outbox);
};
const hear = (now: number, ...messages: object[]) => tell(topics.resolved.name, now, messages);
const know = (now: number, ...messages: object[]) => tell(topics.customers.name, now, messages);
const sweep = async (now: number) => keep((await transaction(hilo.pool, (tx) => withdrawDue(tx, now))).outbox);

type Said = { subject?: string; version?: number; withdrawn?: boolean; at?: number; flight?: string };
const says = (kind: string, id: string, { flight = 'HI1', ...said }: Said = {}) =>
  message(
    id,
    { channel: 'other', kind, identifiers: [email('ana')], properties: { flight } },
    { source: 'ops', at: monday, ...said },
  );
const told = async (): Promise<string[]> => {
  const { rows } = await hilo.pool.query<{ type: string; n: string }>(
    'SELECT type, count(*)::text AS n FROM event_deliveries GROUP BY type ORDER BY type',
  );
  return rows.map(({ type, n }) => `${type.replace('hilo.guidance.', '')} ${n}`);
};

it('is pushed when the situation begins and withdrawn when it ends, each once, however often it is told', async () => {
  await hear(monday, says('delayed', 'a'), says('delayed', 'a'));
  await hear(monday + minute, says('delayed', 'a'));
  expect(await told()).toEqual(['pushed 1']);
  await hear(monday + 2 * minute, says('boarded', 'other', { at: monday + minute, flight: 'HI2' }));
  await sweep(monday + 59 * minute);
  expect(await told()).toEqual(['pushed 1']);
  await hear(monday + 10 * minute, says('boarded', 'b', { at: monday + 9 * minute }));
  await hear(monday + 11 * minute, says('boarded', 'b', { at: monday + 9 * minute }), says('delayed', 'a'));
  await sweep(monday + 90 * minute);
  expect(await told()).toEqual(['pushed 1', 'withdrawn 1']);
});

it('is withdrawn by its time, once, by however many who look at it at once', async () => {
  await hear(monday, says('delayed', 'a'));
  await Promise.all(Array.from({ length: 8 }, () => sweep(monday + 60 * minute)));
  expect(await told()).toEqual(['pushed 1', 'withdrawn 1']);
});

it('is not pushed where the end was heard first, by an import, by a rebuild, or where a crash came before the commit', async () => {
  await hear(monday + 5 * minute, says('boarded', 'b', { at: monday + 4 * minute }), says('delayed', 'a'));
  await hear(monday + 5 * minute, says('delayed', 'old', { at: monday - 61 * minute, flight: 'HI9' }));
  await tell(topics.resolved.name, monday, [says('delayed', 'again', { flight: 'HI8' })], { isRebuild: true });
  const killed = tell(topics.resolved.name, monday, [says('delayed', 'killed', { flight: 'HI7' })], { fails: true });
  await expect(killed).rejects.toThrow('killed');
  expect(await told()).toEqual([]);
  await hear(monday, says('delayed', 'killed', { flight: 'HI7' }));
  expect(await told()).toEqual(['pushed 1']);
});

it('follows what is withdrawn, and ends with what another identifier of the same customer said, before or after they came together', async () => {
  await hear(monday, says('delayed', 'a'), says('delayed', 'b', { flight: 'HI2' }));
  await hear(monday + minute, says('delayed', 'a', { version: 2, withdrawn: true }));
  await hear(monday + minute, says('delayed', 'a'));
  expect(await told()).toEqual(['pushed 2', 'withdrawn 1']);
  await hear(monday + 2 * minute, says('boarded', 'c', { at: monday + minute, flight: 'HI2', subject: luis }));
  expect(await told()).toEqual(['pushed 2', 'withdrawn 1']);
  await know(monday + 3 * minute, record(ana, 2, [email('ana')], [ana, luis]));
  expect(await told()).toEqual(['pushed 2', 'withdrawn 2']);
});

it('says on the topic how a card stands, and what it says while it is shown, with each step counted, whoever reads it meanwhile', async () => {
  const read = async (reader: string, what: 'read' | 'not-helpful', at: number) => {
    const guidance = onTopic[0]?.id ?? '';
    const one = { guidance, reader, what, role: 'gate-agent', comment: undefined, by, at };
    keep((await transaction(hilo.pool, (tx) => noteCardRead(tx, one)))?.outbox);
  };
  await hear(monday, says('delayed', 'a'));
  await read('ana', 'read', monday + 30_000);
  await read('ana', 'read', monday + 40_000);
  await read('luis', 'not-helpful', monday + 50_000);
  await hear(monday + minute, says('boarded', 'b', { at: monday + minute }));
  await read('luis', 'read', monday + 2 * minute);
  expect(onTopic.map(({ revision, state, status }) => [revision, state, status])).toEqual([
    [1, 'pushed', 'open'],
    [2, 'read', 'open'],
    [3, 'not-helpful', 'open'],
    [4, 'withdrawn', 'ended'],
    [5, 'read', 'ended'],
  ]);
  expect(onTopic.map(({ wordings }) => wordings?.en?.title)).toEqual([
    ...Array(3).fill('Delayed'),
    undefined,
    undefined,
  ]);
  expect(onTopic.at(-1)).toMatchObject({
    ...{ card: 'flight-delayed', cardVersion: 1, endedBy: 'interaction', endedAt: timestamp(monday + minute) },
    uses: [{ role: 'gate-agent', reads: 2, firstReadAt: timestamp(monday + 30_000), notHelpful: 1 }],
  });
  // A key says nothing of who it was.
  expect(JSON.stringify(onTopic)).not.toContain('luis"');
  expect(await noteNothing()).toBeUndefined();
});
const noteNothing = () => {
  const nobody = { guidance: randomUUID(), reader: 'r', role: 'cook', comment: undefined, by, at: monday };
  return transaction(hilo.pool, (tx) => noteCardRead(tx, { ...nobody, what: 'read' }));
};

it('leaves nothing of somebody who is erased', async () => {
  await know(monday, record(ana, 1, [email('ana')]));
  await hear(monday, says('delayed', 'a'), says('boarded', 'b', { at: monday, flight: 'HI3' }));
  const customers = [{ id: ana, version: 1 }];
  const erasure = { id: randomUUID(), subjects: [ana], names: [], customers, at: timestamp(monday + minute) };
  await transaction(hilo.pool, (tx) => eraseWith(hashOfNames)(tx, erasure));
  for (const table of ['guidance', 'guidance_endings', 'guidance_reads', 'event_deliveries'])
    expect((await hilo.pool.query(`SELECT FROM ${table}`)).rowCount).toBe(0);
});

/** What a receiver makes of the posts of each situation, which come in any order and at one moment: the step with the highest revision is the last. */
const inOrderOfRevisions = async (): Promise<string[]> => {
  const { rows } = await hilo.pool.query<{ body: string }>('SELECT body FROM event_deliveries ORDER BY md5(id::text)');
  return stepsOf(
    rows
      .map(({ body }) => Posted.parse(JSON.parse(body)))
      .map(({ type, data }) => ({ ...data, state: type.split('.')[2] ?? '' })),
  );
};
const Posted = z.object({ type: z.string(), data: z.object({ id: z.string(), revision: z.int() }) });
const stepsOf = (told: readonly { id: string; revision: number; state: string }[]): string[] =>
  [...Map.groupBy(told, ({ id }) => id).values()].map((steps) =>
    steps
      .toSorted((one, other) => one.revision - other.revision)
      .map(({ state }) => state)
      .join(', '),
  );

/** What is told, by looking at everything that was ever said at once: of what was open when it was heard of. */
const oracle = (history: readonly Happened[]) => {
  const begun = new Map<string, Happened>();
  for (const one of history) if (one.kind === 'delayed' && !begun.has(one.id)) begun.set(one.id, one);
  let [pushed, withdrawn] = [0, 0];
  for (const one of begun.values()) {
    const place = history.findIndex(({ id }) => id === one.id);
    const isOf = (other: Happened): boolean =>
      other.kind === 'boarded' &&
      other.flight === one.flight &&
      other.minute >= one.minute &&
      other.minute <= one.minute + 60;
    if (place < 0 || history.slice(0, batchEnd(place, history)).some(isOf)) continue;
    pushed += 1;
    // Every one ends, at the latest by its time.
    withdrawn += 1;
  }
  return { pushed, withdrawn };
};
const batch = 2;
/** What is told together is heard together. */
const batchEnd = (place: number, history: readonly Happened[]): number =>
  Math.min(history.length, (Math.floor(place / batch) + 1) * batch);

type Happened = { id: string; kind: 'delayed' | 'boarded'; minute: number; flight: string };
const happened: fc.Arbitrary<Happened> = fc
  .record({
    kind: fc.constantFrom<Happened['kind']>('delayed', 'boarded'),
    minute: fc.integer({ min: 0, max: 50 }),
    flight: fc.constantFrom('HI1', 'HI2', 'HI3'),
  })
  .map((one) => ({ ...one, id: `${one.kind} ${one.minute} ${one.flight}` }));

it('pushes and withdraws each once as an oracle says, over random histories that are told in any order and again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happened, { maxLength: 10 }), async (history) => {
      await hilo.pool.query('TRUNCATE guidance, guidance_endings, event_deliveries');
      onTopic = [];
      // All of it is heard within the time that it lasts, in the order of the list, whatever the order in which it happened.
      const now = monday + 51 * minute;
      const messages = history.map((one) =>
        says(one.kind, one.id, { at: monday + one.minute * minute, flight: one.flight }),
      );
      for (let at = 0; at < messages.length; at += batch) await hear(now, ...messages.slice(at, at + batch));
      await hear(now, ...messages.toReversed());
      await sweep(monday + 200 * minute);
      const { pushed, withdrawn } = oracle(history);
      const expected = [...(pushed ? [`pushed ${pushed}`] : []), ...(withdrawn ? [`withdrawn ${withdrawn}`] : [])];
      expect(await told()).toEqual(expected);
      expect(await inOrderOfRevisions()).toEqual(Array(pushed).fill('pushed, withdrawn'));
      expect(stepsOf(onTopic)).toEqual(Array(pushed).fill('pushed, withdrawn'));
      const { rows } = await hilo.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM guidance WHERE state <> 'ended'`,
      );
      expect(rows[0]?.n).toBe(0);
    }),
    { numRuns: 60 },
  );
});
