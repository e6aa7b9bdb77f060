import { topics } from '@hilo/contracts';
import { transaction } from '@hilo/runtime';
import { type BadMailServer, startBadMailServer } from '@hilo/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishFirstCaseRules } from '../cases/publish-rules.ts';
import { loadCaseRules } from '../config.ts';
import { ReactionRules } from '../domain/reactions/reaction-rules.ts';
import { Template } from '../domain/templates/template.ts';
import { handlers } from '../pipeline.ts';
import { publishTemplate } from '../programmes/publish-template.ts';
import { decideReactions } from '../reactions/decide-due.ts';
import { publishFirstReactionRules } from '../reactions/publish-rules.ts';
import { openCaseRules } from '../store/case-rules.ts';
import { dueReactions } from '../store/due-reactions.ts';
import { openReactionRules } from '../store/reaction-rules.ts';
import { hashOfNames } from './decide-now.ts';
import { addressOf, arrivalOf, type Delivery, openDelivery, timestamp, yes } from './delivering.ts';

const runs = process.env.HILO_TEST_FULL === undefined ? 12 : 300;
const [caseRules, reactionRules] = [openCaseRules(), openReactionRules()];
let server: BadMailServer;
let delivery: Delivery;
let [person, moment] = [2000, 0];

const author = { by: { key: 'k', source: 'tests' }, why: 'a test', now: Date.now() };
const template = Template.parse({
  ...{ id: 'offer', title: 'An offer', class: 'commercial', purpose: 'feedback' },
  contacts: [{ channel: 'email', kind: 'email' }],
  texts: { es: { subject: 'Una oferta', text: 'Hola, {{traits.name}}' } },
});

beforeAll(async () => {
  server = await startBadMailServer();
  delivery = await openDelivery(server.url);
  const rules = [{ id: 'offer', when: { kinds: ['arrived'] }, action: { do: 'message' as const, template: 'offer' } }];
  await transaction(delivery.pool, (tx) => publishTemplate(tx, template, author));
  await publishFirstCaseRules(delivery.pool, loadCaseRules(), Date.now());
  await publishFirstReactionRules(delivery.pool, ReactionRules.parse({ rules }), Date.now());
});
afterAll(async () => {
  await delivery?.close();
  await server?.close();
});

/** What happens to one customer, step by step; `which` is of what she did, the latest first. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ do: 'arrives' } as const) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('arrives-again' as const), which: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('did-not-arrive' as const), which: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('is-known' as const), consent: fc.boolean(), name: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.constant({ do: 'react' } as const) },
  { weight: 4, arbitrary: fc.constant({ do: 'decide' } as const) },
  { weight: 3, arbitrary: fc.constant({ do: 'send' } as const) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
type Life = { at: number; version: number; withdrawn: boolean; state: 'open' | 'reacted' | 'queued' | 'over' };

/** Who sees each step, and knows at each moment what is to be told; gives how often. */
const openOracle = () => {
  const known = { consent: true, name: true };
  const lives: Life[] = [];
  let told = 0;
  const each = (state: Life['state'], then: (may: boolean) => Life['state']): void => {
    for (const one of lives) if (one.state === state) one.state = then(known.consent && known.name && !one.withdrawn);
  };
  return {
    known,
    lives,
    react: () => {
      // What did not happen began nothing.
      for (const one of lives) if (one.state === 'open') one.state = one.withdrawn ? 'over' : 'reacted';
    },
    decide: () => each('reacted', (may) => (may ? 'queued' : 'over')),
    send: () =>
      each('queued', (may) => {
        if (may) told += 1;
        return 'over';
      }),
    told: () => told,
  };
};

const hear = (topic: string, messages: readonly object[]) =>
  transaction(delivery.pool, async (tx) => {
    const now = Date.now();
    const records = messages.map((message, offset) => ({
      ...{ offset, key: '', value: JSON.stringify(message), headers: {}, appendedAt: now },
    }));
    const hearing = { caseRules, reactionRules, now: () => now };
    await handlers(delivery.governed.programmes, hashOfNames, hearing)[topic]?.(tx, { records });
  });

const react = () =>
  transaction(delivery.pool, async (tx) => {
    const now = Date.now();
    const { items } = await dueReactions.take(tx, { now, limit: 500 });
    const by = { caseRules, programmes: delivery.governed.programmes, reactionRules };
    const { done } = await decideReactions(tx, by, items, now);
    const isDone = new Set(done);
    await dueReactions.putBack(
      tx,
      items.filter(({ id }) => !isDone.has(id)),
      now,
    );
  });

/** Lives the history, and the oracle beside it; gives how often she was told something, and how often she should have been. */
const live = async (history: readonly Step[]): Promise<[told: number, expected: number]> => {
  person += 1;
  const n = person;
  const oracle = openOracle();
  let version = 0;
  const know = async () => {
    version += 1;
    moment += 1000;
    const { consent, name } = oracle.known;
    const said = {
      ...yes,
      interaction: `said-${version}`,
      at: timestamp(moment),
      ...(!consent && { state: 'withdrawn' }),
    };
    const traits = name ? { name: { value: 'Ana', source: 'crm', interaction: 'n', at: timestamp(0) } } : {};
    await delivery.know({ n, version, consents: [said], traits });
  };
  const say = ({ at, version: own, withdrawn }: Life) =>
    hear(topics.resolved.name, [{ ...arrivalOf({ n, at }), version: own, ...(withdrawn && { withdrawn }) }]);
  await know();
  for (const one of [...history, { do: 'react' }, { do: 'decide' }, { do: 'send' }] as const) {
    const which = 'which' in one ? oracle.lives.at(-1 - one.which) : undefined;
    if (one.do === 'is-known') {
      Object.assign(oracle.known, { consent: one.consent, name: one.name });
      await know();
    } else if (one.do === 'arrives') {
      const life: Life = { at: Date.now() - 60_000 + oracle.lives.length, version: 1, withdrawn: false, state: 'open' };
      oracle.lives.push(life);
      await say(life);
    } else if (one.do === 'arrives-again') {
      if (which) await say(which);
    } else if (one.do === 'did-not-arrive') {
      if (which && !which.withdrawn) {
        Object.assign(which, { withdrawn: true, version: 2 });
        await say(which);
      }
    } else {
      oracle[one.do]();
      await { react, decide: delivery.decide, send: () => delivery.send() }[one.do]();
    }
  }
  // She is asked as well, by the programme that is there.
  const offers = server.taken.filter(({ to, text }) => to === addressOf(n) && text.includes('Hola, Ana'));
  return [offers.length, oracle.told()];
};

it('tells each customer as often as one does who sees everything at every step, whatever is told again, taken back, or comes between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (history) => {
      const [told, expected] = await live(history);
      expect(told).toBe(expected);
    }),
    { numRuns: runs },
  );
}, 600_000);
