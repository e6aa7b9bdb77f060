import { describe, expect, it } from 'vitest';
import { stateAfter } from './callback.ts';
import { twilioFormIn, twilioInboundIn, twilioStatusIn } from './twilio.ts';
import { twimlGather, twimlMessage } from './twiml.ts';

it('a form has each parameter once: one that stands twice is none', () => {
  expect(twilioFormIn('MessageSid=1&MessageSid=2')).toBeUndefined();
  expect(twilioFormIn('')).toBeUndefined();
});

describe('what Twilio says', () => {
  const form = (fields: Record<string, string>) => new Map(Object.entries(fields));
  it('is known by its words, of messages and of calls', () => {
    const read = (fields: Record<string, string>) => twilioStatusIn(form(fields), undefined, 7);
    expect(read({ MessageSid: 'SM1', MessageStatus: 'read' })).toMatchObject({ state: 'delivered', status: 'read' });
    expect(read({ CallSid: 'CA1', CallStatus: 'no-answer' })).toMatchObject({ state: 'failed', reason: 'no-answer' });
    expect(read({ MessageSid: 'SM1', MessageStatus: 'failed', ErrorCode: '30005' })).toMatchObject({
      brake: 'hard-bounce',
      reason: 'twilio-30005',
    });
    expect(read({ MessageSid: 'SM1', MessageStatus: 'failed', ErrorCode: '30003' })?.brake).toBeUndefined();
    expect([read({ MessageSid: 'SM1', MessageStatus: 'new word' }), read({ MessageStatus: 'sent' })]).toEqual([
      undefined,
      undefined,
    ]);
  });
  it('case 118 (Chatwoot#11569): outside of the 24 hours of WhatsApp is a reason by which the next channel has its turn, and no word about her', () => {
    const told = twilioStatusIn(
      form({ MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '63016' }),
      undefined,
      7,
    );
    expect(told).toMatchObject({ state: 'failed', reason: 'outside-24-hours' });
    expect(told?.brake).toBeUndefined();
  });
  it('is of a number, whether it was written by SMS or by WhatsApp', () => {
    expect(twilioInboundIn(form({ MessageSid: 'SM1', From: 'whatsapp:+34600000000', Body: '' }), 7)).toEqual({
      id: 'SM1',
      channel: 'whatsapp',
      from: { kind: 'phone', value: '+34600000000' },
      text: '',
      at: 7,
    });
    expect(twilioInboundIn(form({ From: '+34600000000', Body: 'x' }), 7)).toBeUndefined();
  });
});

it('moves a message up by rank alone, and never one that did not leave', () => {
  const told = ['sent', 'failed', 'delivered'] as const;
  const after = (before: string) => told.map((one) => stateAfter(before, one));
  expect(after('unknown')).toEqual(['accepted', 'bounced', 'delivered']);
  expect(after('accepted')).toEqual([undefined, 'bounced', 'delivered']);
  expect(after('bounced')).toEqual([undefined, undefined, 'delivered']);
  for (const before of ['delivered', 'queued', 'refused', 'cancelled', 'expired'])
    expect(after(before)).toEqual([undefined, undefined, undefined]);
});

it('writes XML in which nobody says more than words', () => {
  expect(twimlMessage('</Message><Dial>+1</Dial>&"\u0000')).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response><Message>&lt;/Message&gt;&lt;Dial&gt;+1&lt;/Dial&gt;&amp;&quot;</Message></Response>',
  );
  expect(twimlGather([{ text: 'a<b', language: 'es-MX' }], 'https://x/?a=1&b="2"')).toContain(
    'action="https://x/?a=1&amp;b=&quot;2&quot;"><Say language="es-MX">a&lt;b</Say>',
  );
});
