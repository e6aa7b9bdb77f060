import { describe, expect, it } from 'vitest';
import { letterOriginIn, namedIn } from './dead-letter.ts';
import { explainReason, kindOfReason } from './reason.ts';
import { obstacleTo, replayedTo } from './replay.ts';

const ana = { kind: 'email', value: 'ana@example.org' };

describe('whom a message names', () => {
  it('is found wherever it stands', () => {
    const interaction = { id: 'i', source: 's', occurredAt: '2026-01-01T10:00:00+01:00', identifiers: [ana] };
    const consents = [{ purpose: 'feedback', contactPoint: { kind: 'phone', value: '1' } }];
    const resolved = {
      subject: 'a',
      customer: 'b',
      interaction: { ...interaction, consents },
      why: { identifier: ana },
    };
    expect(namedIn(JSON.stringify(resolved))).toMatchObject({
      source: 's',
      interaction: 'i',
      occurredAt: '2026-01-01T09:00:00.000Z',
      subjects: ['b', 'a'].toSorted(),
      identifiers: expect.arrayContaining([ana, { kind: 'phone', value: '1' }]),
    });
    expect(namedIn(JSON.stringify({ id: 'c', subjects: ['a', 'b'] })).subjects).toEqual(['a', 'b']);
  });

  it.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['what is nested deep', '['.repeat(200_000) + ']'.repeat(200_000)],
    [
      'what a table cannot hold',
      JSON.stringify({ id: 'a\0', source: '\ud800', occurredAt: '+275760-01-01T00:00:00Z' }),
    ],
    ['values of other kinds', JSON.stringify({ id: 1, source: null, subjects: 'x', identifiers: [{ kind: 1 }] })],
  ])('is nobody in %s', (_name, value) => {
    expect(namedIn(value)).toEqual({ identifiers: [], subjects: [] });
  });
});

it('a message came from where its header says', () => {
  expect(letterOriginIn({ hilo_origin: 'hilo.interactions.v1/11/42' })).toEqual({ partition: 11, position: 42 });
  expect(letterOriginIn({ hilo_origin: 'hilo.interactions.v1' })).toBeUndefined();
  expect(letterOriginIn({})).toBeUndefined();
});

describe('a reason', () => {
  it.each([
    'conflicting-duplicate',
    'no-usable-identifier',
    'contract: identifiers.0',
    'failed: 22P02',
    'our-fault: TypeError',
    'of another kind',
  ])('is told in plain words: %s', (reason) => {
    expect(explainReason(reason).meaning).not.toContain(reason);
    expect(explainReason(reason).advice.length).toBeGreaterThan(20);
  });

  it('is counted without what is special of a message', () => {
    expect(kindOfReason('contract: properties.a')).toBe('contract');
  });
});

describe('a replay', () => {
  const [topic, reason] = ['hilo.interactions.v1', 'failed: x'];
  it.each([
    ['an interaction', { topic, reason, isFixed: false }, false],
    ['a conflict', { topic, reason: 'conflicting-duplicate', isFixed: false }, true],
    ['a conflict that was fixed', { topic, reason: 'conflicting-duplicate', isFixed: true }, false],
    ['a record', { topic: 'hilo.customers.v1', reason, isFixed: false }, true],
    ['a key', { topic: 'hilo.api-keys.v1', reason, isFixed: false }, true],
    ['a record that was good', { topic: 'hilo.customers.v1', reason: 'our-fault: TypeError', isFixed: false }, false],
    ['an erasure', { topic: 'hilo.erasures.v1', reason, isFixed: false }, false],
    ['what was told for a rebuild', { topic: 'hilo.resolved.v1.rebuild.analytics', reason, isFixed: false }, true],
    ['a resolved interaction', { topic: 'hilo.resolved.v1', reason, isFixed: false }, false],
  ])('of %s would do harm or come to nothing only where it would', (_name, one, stands) => {
    expect(obstacleTo(one) !== undefined).toBe(stands);
  });

  it('of a good record goes to the group that could not process it, and of anything else to its topic', () => {
    const [group, ours] = ['analytics', 'our-fault: TypeError'];
    expect(replayedTo({ topic: 'hilo.customers.v1', group, reason: ours })).toBe('hilo.customers.v1.again.analytics');
    expect(replayedTo({ topic: 'hilo.customers.v1.again.analytics', group, reason: ours })).toBe(
      'hilo.customers.v1.again.analytics',
    );
    expect(replayedTo({ topic: 'hilo.resolved.v1', group, reason: ours })).toBe('hilo.resolved.v1');
    expect(replayedTo({ topic: 'hilo.erasures.v1', group, reason: 'failed: x' })).toBe('hilo.erasures.v1');
  });
});
