import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accept } from '../accept.ts';
import type { Adapter } from './adapter.ts';
import { adapterOf } from './by-mapping.ts';
import * as onMeta from './fixtures/meta.ts';
import * as onTwilio from './fixtures/twilio.ts';
import * as onWhatsApp from './fixtures/whatsapp.ts';
import * as onZendesk from './fixtures/zendesk.ts';
import { formIn } from './form.ts';
import { Mapping } from './mapping.ts';
import { meta } from './meta.ts';
import { twilio } from './twilio.ts';
import { whatsapp } from './whatsapp.ts';
import { zendesk } from './zendesk.ts';

const now = Date.UTC(2026, 0, 1, 12);
const byMapping = adapterOf(
  Mapping.parse({
    each: '$.entry[*]',
    id: { template: '{$.id}-{$.time}' },
    occurredAt: { path: '$.time', as: 'seconds' },
    channel: { path: '$.object', of: 'body', table: { page: 'social' } },
    touchpoint: '$.id',
    kind: '$..field',
    identifiers: { email: '$.id', phone: ['$.changes[*].value.from', '$..id'] },
    properties: { all: '$', ids: '$..id' },
    text: '$.changes[0].value.message',
  }),
);
const author = { id: '8447388090494', is_staff: false, name: 'Ana' };
const bodies: readonly (readonly [name: string, adapter: Adapter, body: unknown])[] = [
  ['sms', twilio, onTwilio.smsReceived],
  ['status', twilio, onTwilio.messageSent],
  ['call', twilio, onTwilio.callCompleted],
  ['message', whatsapp, onWhatsApp.textReceived],
  ['failure', whatsapp, onWhatsApp.failed],
  ['ticket', zendesk, onZendesk.ticketSolved],
  ['ticket comment', zendesk, onZendesk.commentAdded(author)],
  ['user', zendesk, onZendesk.userActiveChanged],
  ['comment', meta, onMeta.pageComment()],
  ['mention', meta, onMeta.instagramMention],
  ['mapping', byMapping, onMeta.pageComment()],
];

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, '', ' ', [], {}, [[]], true, -1, 1e300, '1e309', '9999999999999999', '\u{1F9A4}'),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** The body with one of its values, at any depth, replaced. */
const disturbed = (value: unknown, at: number, by: unknown): unknown => {
  let count = 0;
  const walk = (inner: unknown): unknown => {
    count += 1;
    if (count - 1 === at) return by;
    if (Array.isArray(inner)) return inner.map(walk);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, walk(one)]));
  };
  return walk(value);
};

const acceptance = { source: 's', now, maxSkewMs: 0, newId: () => 'made up' };

it.each(bodies)(
  'never throws on a body that is odd in one place, and gives the same twice: %s',
  (_name, adapter, body) => {
    fc.assert(
      fc.property(fc.nat(60), odd, (at, by) => {
        const sent = disturbed(body, at, by);
        const { mapped } = adapter.map(sent, now);
        expect(JSON.stringify(adapter.map(structuredClone(sent), now).mapped)).toBe(JSON.stringify(mapped));
        for (const { posted } of mapped) {
          const judged = accept(posted, acceptance);
          // An id that is made up would make every retry another interaction.
          if ('interaction' in judged) expect(judged.interaction.id).not.toBe('made up');
        }
      }),
      { numRuns: 1000 },
    );
  },
);

it.each([twilio, whatsapp, zendesk, meta, byMapping])('never throws on anything at all', (adapter) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.uint8Array(), fc.dictionary(fc.string(), fc.string()), (body, bytes, headers) => {
      adapter.map(body, now);
      const delivery = { body: bytes, headers, urls: ['', 'https://example.com/x?bodySHA256=0'] };
      if (adapter !== byMapping) expect(adapter.verify(delivery, { signing: ['secret'] }, now)).toBe('forged');
    }),
    { numRuns: 1000 },
  );
});

it('reads a form as it was written, or refuses it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme' }))), (pairs) => {
      const parsed = formIn(new URLSearchParams(pairs).toString());
      const read =
        'form' in parsed ? [...parsed.form].flatMap(([name, values]) => values.map((one) => [name, one])) : [];
      expect(new Set(read.map(String))).toEqual(new Set(pairs.map(String)));
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(formIn(text)).toBeDefined();
    }),
  );
  expect(formIn('a=%FF')).toEqual({ refusal: { path: ['a'], message: 'is not percent-encoded UTF-8' } });
  expect(formIn('a=%ED%A0%80')).toHaveProperty('refusal');
});
