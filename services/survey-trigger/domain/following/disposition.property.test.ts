import fc from 'fast-check';
import { expect, it } from 'vitest';
import { finalWords, messageStates } from './asked-so-far.ts';
import { type Disposed, dispositionOf, dispositions } from './disposition.ts';

const message = fc.record({
  ordinal: fc.nat(3),
  kind: fc.constantFrom('invitation' as const, 'reminder' as const, 'fallback' as const),
  channel: fc.constantFrom('email' as const, 'sms' as const, 'ivr' as const),
  contactKind: fc.constantFrom('email', 'phone'),
  state: fc.constantFrom(...messageStates),
});
const asked: fc.Arbitrary<Disposed> = fc
  .record({
    messages: fc.array(message, { maxLength: 4 }),
    response: fc.constantFrom(
      undefined,
      'opened' as const,
      'partial' as const,
      'completed' as const,
      'screened-out' as const,
    ),
    ending: fc.constantFrom(undefined, ...finalWords),
    answered: fc.nat(3),
    isMainAnswered: fc.boolean(),
    isOver: fc.boolean(),
  })
  .map((one) => ({ ...one, isMainAnswered: one.isMainAnswered && one.answered > 0 }));

const final = ['partial', 'completed', 'failed', 'unresponsive', 'refused', 'breakoff', 'ineligible', 'rejected'];

it('is the same in whatever order things are told, and however often', () => {
  fc.assert(
    fc.property(asked, (one) => {
      const again = { ...one, messages: [...one.messages.toReversed(), ...one.messages] };
      expect(dispositionOf(again)).toBe(dispositionOf(one));
      expect(dispositions).toContain(dispositionOf(one));
    }),
  );
});

it('is one of those in which nothing more happens where it is over, and never forgets an answer or a refusal', () => {
  fc.assert(
    fc.property(asked, (one) => {
      const disposition = dispositionOf(one);
      if (one.isOver && one.messages.length > 0) expect(final).toContain(disposition);
      if (one.response === 'completed' && one.ending !== 'wrong-person') expect(disposition).toBe('completed');
      if (one.ending === 'refused' && one.response === undefined && one.answered === 0)
        expect(disposition).toBe('refused');
      if (['failed', 'unresponsive', 'queued'].includes(disposition)) expect(one.answered).toBe(0);
    }),
  );
});

it('goes on, as surveda has it', () => {
  const nothing: Disposed = { messages: [], answered: 0, isMainAnswered: false, isOver: false };
  const mail = { ordinal: 0, kind: 'invitation', channel: 'email', contactKind: 'email' } as const;
  const sent = { ...nothing, messages: [{ ...mail, state: 'accepted' as const }] };
  const walk: [string, Disposed][] = [
    ['registered', nothing],
    ['queued', { ...nothing, messages: [{ ...mail, state: 'queued' }] }],
    ['queued', { ...nothing, messages: [{ ...mail, state: 'unknown' }] }],
    ['contacted', sent],
    ['contacted', { ...sent, response: 'opened' }],
    ['started', { ...sent, response: 'partial', answered: 1 }],
    ['interim-partial', { ...sent, response: 'partial', answered: 1, isMainAnswered: true }],
    ['completed', { ...sent, response: 'completed', answered: 2, isMainAnswered: true }],
    ['failed', { ...nothing, messages: [{ ...mail, state: 'bounced' }], isOver: true }],
    ['unresponsive', { ...sent, isOver: true }],
    ['breakoff', { ...sent, response: 'partial', answered: 1, isOver: true }],
    ['partial', { ...sent, response: 'partial', answered: 1, isMainAnswered: true, isOver: true }],
    ['refused', { ...sent, ending: 'refused', isOver: true }],
    ['breakoff', { ...sent, response: 'partial', answered: 1, ending: 'objected', isOver: true }],
    ['ineligible', { ...sent, response: 'screened-out', answered: 1, isOver: true }],
    ['rejected', { ...sent, response: 'screened-out', answered: 1, isQuotaFull: true, isOver: true }],
    ['ineligible', { ...sent, ending: 'wrong-person', isOver: true }],
  ];
  expect(walk.map(([, one]) => dispositionOf(one))).toEqual(walk.map(([expected]) => expected));
});
