import { Interaction } from '@hilo/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interactionOfCall } from './map.ts';
import { SegmentType, withEnvelope } from './message.ts';

const receivedAt = Date.UTC(2026, 0, 1, 12);
const map = (message: unknown, called?: SegmentType) => interactionOfCall(message, { called, receivedAt });
const posted = (message: unknown, called?: SegmentType) => {
  const mapped = map(message, called);
  if (!('posted' in mapped)) throw new Error(JSON.stringify(mapped));
  expect(Interaction.safeParse(mapped.posted).error?.issues).toBeUndefined();
  return mapped.posted;
};

const refused = (message: unknown, called?: SegmentType): string[] => {
  const mapped = map(message, called);
  if ('posted' in mapped) return [];
  return ('issues' in mapped ? mapped.issues : mapped.refusals).map(({ path }) => path.join('.'));
};

const track = {
  type: 'track',
  messageId: 'm-1',
  userId: 'u-1',
  anonymousId: 'a-1',
  event: 'Order Completed',
  properties: { revenue: 12.5 },
  timestamp: '2026-01-01T10:00:00Z',
};

describe('a call of Segment', () => {
  it('of an event keeps its name, its ids, and what it was about', () => {
    expect(posted(track)).toMatchObject({
      id: 'm-1',
      occurredAt: '2026-01-01T10:00:00.000Z',
      channel: 'other',
      touchpoint: 'track',
      kind: 'order_completed',
      identifiers: [
        { kind: 'user_id', value: 'u-1' },
        { kind: 'anonymous_id', value: 'a-1' },
      ],
      properties: { revenue: 12.5, event: 'Order Completed' },
      context: { segment: { type: 'track', timestamp: '2026-01-01T10:00:00Z' } },
    });
  });

  it('happened when it did by our clock, however wrong that of the client is', () => {
    const wrong = { ...track, timestamp: '2031-05-05T10:00:00Z', sentAt: '2031-05-05T10:00:30Z' };
    expect(posted(wrong).occurredAt).toBe('2026-01-01T11:59:30.000Z');
    expect(posted({ ...track, timestamp: undefined }).occurredAt).toBe('2026-01-01T12:00:00.000Z');
  });

  it('that identifies somebody says traits and the ways to reach them', () => {
    const traits = { email: 'ana@example.org', phone: '+34600000001', firstName: 'Ana', plan: 'gold' };
    expect(posted({ type: 'identify', userId: 7, traits, context: { traits } })).toMatchObject({
      kind: 'identified',
      identifiers: [
        { kind: 'user_id', value: '7' },
        { kind: 'email', value: 'ana@example.org' },
        { kind: 'phone', value: '+34600000001' },
      ],
      traits: { email: 'ana@example.org', givenName: 'Ana', plan: 'gold' },
    });
  });

  it('of a group does not take the address of the company for that of the person', () => {
    const group = { type: 'group', userId: 'u-1', groupId: 'g-1', traits: { email: 'info@example.org' } };
    expect(posted(group)).toMatchObject({
      identifiers: [{ kind: 'user_id' }],
      traits: { group: { id: 'g-1', email: 'info@example.org' } },
    });
  });

  it('that says who somebody was before names both, so that they are linked', () => {
    const { identifiers, alias } = posted({ type: 'alias', previousId: 'a-1', userId: 'u-1' });
    expect(alias).toBe(true);
    expect(posted(track).alias).toBeUndefined();
    expect(identifiers).toEqual([
      { kind: 'user_id', value: 'u-1' },
      { kind: 'anonymous_id', value: 'a-1' },
      { kind: 'user_id', value: 'a-1' },
    ]);
  });

  it.each<[string, object]>([
    ['channel: server', { channel: 'server' }],
    ['channel: server in the context', { context: { channel: 'server' } }],
    ['the library for Go', { context: { library: { name: 'analytics-go', version: '1.0.0' } } }],
    ['a library for Go by another name', { context: { library: { name: 'rudder-sdk-go' } } }],
  ])('of a server (%s) has no browser: its anonymousId is kept, and is nobody', (_how, server) => {
    const { identifiers, context } = posted({ ...track, ...server });
    expect(identifiers).toEqual([{ kind: 'user_id', value: 'u-1' }]);
    expect(context).toMatchObject({ segment: { anonymousId: 'a-1' } });
    expect(posted({ ...track, ...server, userId: undefined }).identifiers).toEqual([
      { kind: 'anonymous_id', value: 'a-1' },
    ]);
  });

  it.each<[string, object]>([
    ['a browser', { context: { library: { name: 'analytics.js' } } }],
    ['an app', { channel: 'mobile', context: { library: { name: 'analytics-kotlin' } } }],
    ['a server that passes on the browser it was told', { context: { library: { name: '@segment/analytics-node' } } }],
    ['whoever says nothing of itself', {}],
  ])('of %s names the browser as well', (_who, one) => {
    const { identifiers, context } = posted({ ...track, ...one });
    expect(identifiers).toContainEqual({ kind: 'anonymous_id', value: 'a-1' });
    expect(context).not.toHaveProperty('segment.anonymousId');
  });

  it('of a page or a screen says where', () => {
    const page = { userId: 'u', name: 'Pricing', context: { page: { path: '/pricing' } } };
    expect(posted(page, 'page')).toMatchObject({ channel: 'web', touchpoint: 'pricing', kind: 'viewed' });
    expect(posted({ userId: 'u', name: 'Home Screen' }, 'screen')).toMatchObject({
      channel: 'app',
      touchpoint: 'home_screen',
    });
    expect(posted({ ...track, context: { page: { path: '/' } } }).touchpoint).toBe('home');
  });

  it.each([
    [{ channel: 'call_centre' }, {}, 'call_centre'],
    [{}, { library: { name: 'analytics.js' } }, 'web'],
    [{}, { library: { name: 'analytics-react-native' } }, 'app'],
    [{}, { library: { name: '@segment/analytics-node' } }, 'other'],
    [{ channel: 'pigeon' }, { channel: 'mobile' }, 'app'],
  ])('with properties %j and context %j was on the channel %s', (properties, context, channel) => {
    expect(posted({ ...track, properties, context }).channel).toBe(channel);
  });

  it('carries other identifiers of the person, and consents by purpose', () => {
    const context = {
      externalIds: [
        { id: 'L-1', type: 'loyalty_id', collection: 'users', encoding: 'none' },
        { id: 'D-1', type: 'ios.id' },
        { id: 'acme', type: 'account', collection: 'accounts' },
      ],
      consent: { categoryPreferences: { Advertising: true, 'Product Updates': false } },
    };
    expect(posted({ ...track, context })).toMatchObject({
      identifiers: [
        { kind: 'user_id' },
        { kind: 'anonymous_id' },
        { kind: 'loyalty_id', value: 'L-1' },
        { kind: 'device_id', value: 'D-1' },
      ],
      consents: [
        { purpose: 'advertising', state: 'granted' },
        { purpose: 'product_updates', state: 'withdrawn' },
      ],
      context,
    });
  });

  it('takes the context of its batch where it says nothing itself', () => {
    const envelope = { context: { ip: '192.0.2.1', locale: 'es' }, sentAt: '2026-01-01T10:00:10Z', integrations: {} };
    expect(withEnvelope({ ...track, context: { locale: 'en' } }, envelope)).toMatchObject({
      context: { ip: '192.0.2.1', locale: 'en' },
      sentAt: '2026-01-01T10:00:10Z',
    });
  });

  it('never keeps the key', () => {
    expect(JSON.stringify(posted({ ...track, writeKey: 'secret' }))).not.toContain('secret');
  });

  it.each([
    [{ ...track, type: 'sing' }, ['type']],
    [{ ...track, event: '' }, ['event']],
    [{ ...track, userId: ' ', anonymousId: null }, ['userId']],
    [{ ...track, userId: {} }, ['userId']],
    [{ ...track, timestamp: 'yesterday' }, ['timestamp']],
    [{ type: 'group', userId: 'u' }, ['groupId']],
    [{ type: 'alias', userId: 'u' }, ['previousId']],
    [{ ...track, context: { externalIds: [{ id: 'x' }] } }, ['context.externalIds.0.type']],
    [
      { ...track, context: { consent: { categoryPreferences: { a: 'yes' } } } },
      ['context.consent.categoryPreferences.a'],
    ],
    ['text', ['']],
  ])('like %j is refused, and the field named', (message, paths) => {
    expect(refused(message)).toEqual(paths);
  });

  it('is refused in the words of the sender, not in ours', () => {
    const mapped = map({ ...track, context: { traits: { email: 'x'.repeat(600) } } });
    const pathOf = 'pathOf' in mapped ? mapped.pathOf : () => [];
    expect(pathOf(['identifiers', 2, 'value'])).toEqual(['context', 'traits', 'email']);
    expect(pathOf(['id'])).toEqual(['messageId']);
    expect(pathOf(['properties'])).toEqual(['properties']);
  });
});

const anything = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(undefined), fc.object());
const field = (likely: fc.Arbitrary<unknown>) => fc.oneof({ weight: 5, arbitrary: likely }, anything);
const message = fc.record(
  {
    type: field(fc.constantFrom(...SegmentType.options)),
    messageId: field(fc.uuid()),
    userId: field(fc.string({ unit: 'grapheme', maxLength: 20 })),
    anonymousId: field(fc.uuid()),
    previousId: field(fc.uuid()),
    groupId: field(fc.string({ minLength: 1, maxLength: 20 })),
    event: field(fc.string({ unit: 'grapheme', minLength: 1 })),
    name: field(fc.string()),
    traits: field(
      fc.dictionary(fc.constantFrom('email', 'group', 'firstName'), fc.string(), { noNullPrototype: true }),
    ),
    properties: field(
      fc.dictionary(fc.constantFrom('event', 'path', 'channel'), fc.string(), { noNullPrototype: true }),
    ),
    timestamp: field(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
    sentAt: field(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
    context: field(fc.record({ traits: anything, externalIds: anything, consent: anything }, { requiredKeys: [] })),
  },
  { requiredKeys: [] },
);

it('never throws, and loses no property, trait or name of whatever it lets in', () => {
  fc.assert(
    fc.property(message, (sent) => {
      const mapped = map(sent);
      if (!('posted' in mapped)) return;
      const text = JSON.stringify(mapped.posted);
      const parts = [sent.properties, sent.traits, sent.name, sent.event, sent.userId];
      for (const value of parts.flatMap((part) => (typeof part === 'object' && part ? Object.values(part) : [part]))) {
        if (typeof value === 'string' && value.trim() !== '')
          expect(text).toContain(JSON.stringify(value).slice(1, -1));
      }
    }),
    { numRuns: 3000 },
  );
});

it('gives the same for the same, whoever asks again', () => {
  fc.assert(
    fc.property(message, (sent) => {
      expect(JSON.stringify(map(sent))).toBe(JSON.stringify(map(structuredClone(sent))));
    }),
  );
});
