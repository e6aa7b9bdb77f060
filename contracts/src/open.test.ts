import { expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  AcceptedInteraction,
  Channel,
  type Consent,
  cautionOf,
  Decision,
  decidingConsent,
  Interaction,
  knownWord,
  type OpenChannel,
  OpenConsentStatement,
  openEnum,
} from './index.ts';

const Open = openEnum(z.enum(['one', 'two']));

it('keeps a word that it does not know, and is no more than a word', () => {
  for (const word of ['one', 'three', '*', 'dreams:read', 'año', 'x'.repeat(100)]) expect(Open.parse(word)).toBe(word);
  for (const wrong of ['', ' one', '__proto__', 'a\0', 'x'.repeat(101), 'two words', 1, null, undefined, ['one']])
    expect(Open.safeParse(wrong).success).toBe(false);
});

it('is described as a string whose known words stand beside it', () => {
  expect(z.toJSONSchema(Open, { io: 'input', unrepresentable: 'any' })).toMatchObject({
    type: 'string',
    'x-extensible-enum': ['one', 'two'],
  });
});

it('makes the unknown word a branch of its own', () => {
  const word: OpenChannel = openEnum(Channel).parse('hologram');
  expectTypeOf(word).not.toExtend<Channel>();
  expectTypeOf<Channel>().toExtend<OpenChannel>();
  const meaning = (one: OpenChannel): string => {
    switch (one) {
      case 'web':
      case 'app':
        return 'digital';
      default:
        return knownWord(Channel, one) ?? 'not known';
    }
  };
  expect(['web', 'email', 'hologram'].map((one) => meaning(openEnum(Channel).parse(one)))).toEqual([
    'digital',
    'email',
    'not known',
  ]);
  // @ts-expect-error: nobody here can write a word that nobody knows.
  const made: OpenChannel = 'hologram';
  expect(made).toBe(word);
});

const posted = {
  id: 'i',
  occurredAt: '2026-01-01T00:00:00Z',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'viewed',
  identifiers: [{ kind: 'email', value: 'ana@example.org' }],
};

const stamped = { ...posted, source: 's', receivedAt: '2026-01-01T00:00:00Z' };

it.each([
  ['a channel', { channel: 'hologram' }],
  ['a direction', { direction: 'sideways' }],
  ['an actor', { actor: 'robot' }],
  ['an outcome', { outcome: 'teleported' }],
  ['a field', { aLaterField: 1 }],
  ['a field of an identifier', { identifiers: [{ ...posted.identifiers[0], verified: true }] }],
  ['a scale', { answers: [{ question: 'q', scale: 'faces', value: 5 }] }],
  ['a field of an answer', { answers: [{ question: 'q', scale: 'nps', value: 5, asked: 'twice' }] }],
  ['a state of consent', { consents: [{ purpose: 'feedback', state: 'assumed' }] }],
  ['a channel of consent', { consents: [{ purpose: 'feedback', state: 'granted', channel: 'hologram' }] }],
  ['a field of a journey', { journey: { id: 'j', name: 'n', mood: 'good' } }],
])('reads %s that it does not know on a topic, keeps it, and refuses it where it is posted', (_, later) => {
  expect(AcceptedInteraction.parse({ ...stamped, ...later })).toEqual({ ...stamped, ...later });
  expect(Interaction.safeParse(posted).success).toBe(true);
  expect(Interaction.safeParse({ ...posted, ...later }).success).toBe(false);
});

it.each([
  ['a value that its scale has not', { answers: [{ question: 'q', scale: 'nps', value: 11 }] }],
  ['no word', { channel: '' }],
  ['another type', { channel: 3 }],
  ['no identifier', { identifiers: [] }],
])('does not read %s', (_, wrong) => {
  expect(AcceptedInteraction.safeParse({ ...stamped, ...wrong }).success).toBe(false);
});

it('keeps a decision of a kind that it does not know, and reads no known kind in half', () => {
  const by = { key: 'k', source: 's' };
  const made = { id: '00000000-0000-8000-8000-000000000001', at: '2026-01-01T00:00:00Z', by };
  const later = { ...made, kind: 'entangled', one: 'x', by: { ...by, desk: 'd' } };
  expect(Decision.parse(later)).toEqual(later);
  expect(Decision.safeParse({ ...made, kind: 'same' }).success).toBe(false);
});

it('holds a state of consent that it does not know to be no yes, and no withdrawal', () => {
  const said = (state: string, at: string): Consent => ({
    ...OpenConsentStatement.parse({ purpose: 'feedback', state }),
    at,
    source: 's',
    interaction: 'i',
  });
  const question = { purpose: 'feedback', channel: 'email', contactPoint: { kind: 'email', value: 'a' } } as const;
  const deciding = (...states: string[]) =>
    decidingConsent(
      states.map((state) => said(state, '2026-01-01T00:00:00Z')),
      question,
    )?.state;
  expect(deciding('granted', 'assumed')).toBe('assumed');
  expect(deciding('assumed', 'granted')).toBe('assumed');
  expect(deciding('assumed', 'withdrawn', 'granted')).toBe('withdrawn');
  expect(
    decidingConsent([said('assumed', '2026-01-01T00:00:00Z'), said('granted', '2026-01-02T00:00:00Z')], question)
      ?.state,
  ).toBe('granted');
  expect(['granted', 'assumed', 'withdrawn'].map((state) => cautionOf(said(state, posted.occurredAt).state))).toEqual([
    0, 1, 2,
  ]);
});
