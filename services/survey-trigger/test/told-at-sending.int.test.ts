import { ResolvedInteraction } from '@hilo/contracts';
import { transaction } from '@hilo/runtime';
import { type BadMailServer, startBadMailServer } from '@hilo/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { mailRoutes } from '../delivery/routes.ts';
import { toldCandidate } from '../domain/candidate.ts';
import { asProgramme } from '../domain/templates/as-programme.ts';
import { Template } from '../domain/templates/template.ts';
import { publishTemplate, retireTemplate } from '../programmes/publish-template.ts';
import { savePending } from '../store/invitations.ts';
import { decideNow } from './decide-now.ts';
import { addressOf, arrivalOf, type Delivery, openDelivery, timestamp, yes } from './delivering.ts';

let server: BadMailServer;
let delivery: Delivery;
beforeAll(async () => {
  server = await startBadMailServer();
  delivery = await openDelivery(server.url);
});
afterAll(async () => {
  await delivery?.close();
  await server?.close();
});

const template = Template.parse({
  ...{ id: 'offer', title: 'An offer', class: 'commercial', purpose: 'feedback' },
  contacts: [{ channel: 'email', kind: 'email' }],
  texts: { es: { subject: 'Una oferta', text: 'Hola, {{traits.name}}: {{properties.what}}' } },
});
const author = { by: { key: 'k', source: 'tests' }, why: 'a test', now: Date.now() };
const named = (value: string) => ({ name: { value, source: 'crm', interaction: 'n', at: timestamp(0) } });

let n = 1000;
beforeEach(async () => {
  await delivery.empty();
  await delivery.pool.query(`DELETE FROM programme_versions WHERE id LIKE '~%'`);
  await transaction(delivery.pool, (tx) => publishTemplate(tx, template, author));
  n += 1;
});

/** Hilo reacts to what somebody did by telling her something; however often it does so for one reaction. */
const react = async (what: unknown = 'un asiento', times = 1) => {
  const { interaction, ...arrival } = arrivalOf({ n });
  const resolved = ResolvedInteraction.parse({ ...arrival, interaction: { ...interaction, properties: { what } } });
  const programme = asProgramme(template, 1);
  if (programme.message === undefined) throw new Error('a template tells nothing');
  const telling = { ...programme, message: programme.message };
  const told = toldCandidate(telling, { reaction: `r-${n}`, rule: 'offer' }, resolved, Date.now());
  for (let turn = 0; turn < times; turn += 1) await transaction(delivery.pool, (tx) => savePending(tx, [told]));
};
const invitations = async () =>
  (await delivery.pool.query<{ state: string; reason: string | null }>('SELECT state, reason FROM invitations')).rows;
const arrived = () => server.taken.filter(({ to }) => to === addressOf(n));

it('leaves once, with what was known when it left, and nothing of it is told as a survey', async () => {
  await delivery.know({ n, traits: named('Ana') });
  await react('un asiento', 3);
  await delivery.decide();
  await react('un asiento');
  await delivery.decide();
  await delivery.know({ n, version: 2, traits: named('Ana María') });
  await delivery.send();
  expect(arrived().map(({ text }) => /Hola, .*/.exec(text)?.[0].trim())).toEqual(['Hola, Ana Mar=C3=ADa: un asiento']);
  expect(await invitations()).toEqual([{ state: 'invited', reason: null }]);
  expect(await delivery.messages()).toMatchObject([{ state: 'accepted', attempts: 1 }]);
  expect(await delivery.events()).toEqual([]);
});

it('does not leave where something that it says is not known any more, and where it is known again it was not sent', async () => {
  await delivery.know({ n, traits: named('Ana') });
  await react();
  await delivery.decide();
  await delivery.know({ n, version: 2 });
  await delivery.send();
  expect(await delivery.messages()).toMatchObject([{ state: 'cancelled', reason: 'template-incomplete' }]);
  await delivery.know({ n, version: 3, traits: named('Ana') });
  await delivery.send();
  expect(arrived()).toEqual([]);
  // It used up nothing.
  const { rows } = await delivery.pool.query('SELECT FROM contacts');
  expect(rows).toHaveLength(0);
});

it('does not leave to who has said no since it was decided, nor by a template that was retired since', async () => {
  await delivery.know({ n, traits: named('Ana') });
  await react();
  await delivery.decide();
  const no = { ...yes, state: 'withdrawn', interaction: 'no', at: timestamp(Date.now()) };
  await delivery.know({ n, version: 2, traits: named('Ana'), consents: [yes, no] });
  await delivery.send();
  expect(await delivery.messages()).toMatchObject([{ state: 'cancelled', reason: 'consent-withdrawn' }]);
  n += 1;
  await delivery.know({ n, traits: named('Ana') });
  await react();
  await delivery.decide();
  await transaction(delivery.pool, (tx) => retireTemplate(tx, 'offer', author));
  await delivery.send();
  expect((await delivery.messages()).map(({ reason }) => reason)).toEqual(['consent-withdrawn', 'template-retired']);
  expect(arrived()).toEqual([]);
});

it('is withheld where nothing carries it, and nobody is told that others are to', async () => {
  await delivery.know({ n, traits: named('Ana') });
  await react();
  const decided = await transaction(delivery.pool, (tx) =>
    decideNow(
      tx,
      { programmes: delivery.governed.programmes, isOnThread: true, routes: mailRoutes(undefined) },
      Date.now(),
    ),
  );
  expect(await invitations()).toEqual([{ state: 'withheld', reason: 'no-route' }]);
  expect(decided.outbox).toEqual([]);
});

it('counts for the caps of the policy as what it is, and as no survey', async () => {
  await delivery.know({ n, traits: named('Ana') });
  await react();
  await delivery.decide();
  const { rows } = await delivery.pool.query('SELECT class, purpose, channel FROM contacts');
  expect(rows).toEqual([{ class: 'commercial', purpose: 'feedback', channel: 'email' }]);
});
