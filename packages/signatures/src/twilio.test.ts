import twilio from 'twilio';
import { expect, it } from 'vitest';
import { isSignedByTwilio } from './twilio.ts';

const token = 'the auth token';

it.each([
  ['https://ask.example.com/hilo/v1/callbacks/e/status/m', { MessageSid: 'SM1', MessageStatus: 'sent' }],
  ['https://ask.example.com:8443/v1/callbacks/e/inbound', { Body: 'á & b = c + d 100%', From: '+34600000000', A: '' }],
  ['http://localhost:8080/v1/callbacks/e/inbound', { Body: 'ни слова 🙂', Z: '1', a: '2', B: '3' }],
])("is what Twilio's own library makes and takes: %s", (url, fields) => {
  const signature = twilio.getExpectedTwilioSignature(token, url, fields);
  const parameters = Object.entries(fields).map(([name, value]) => [name, [value]] as const);
  expect(twilio.validateRequest(token, signature, url, fields)).toBe(true);
  const signed = { urls: [url], parameters, signature };
  expect(isSignedByTwilio([token], signed)).toBe(true);
  expect(isSignedByTwilio(['new', token], { ...signed, urls: ['https://other.example', url] })).toBe(true);
  const wrong = [
    isSignedByTwilio(['new'], signed),
    isSignedByTwilio([], signed),
    isSignedByTwilio([token], { ...signed, urls: [] }),
    isSignedByTwilio([token], { ...signed, urls: [`${url}x`] }),
    isSignedByTwilio([token], { ...signed, parameters: [...parameters, ['More', ['1']]] }),
    isSignedByTwilio([token], { ...signed, signature: '' }),
    isSignedByTwilio([token], { ...signed, signature: undefined }),
  ];
  expect(wrong).toEqual(Array(7).fill(false));
});

it('takes several values of a parameter in their order, each once', () => {
  const url = 'https://ask.example.com/';
  const signature = twilio.getExpectedTwilioSignature(token, url, { Tag: ['b', 'a', 'b'] });
  expect(isSignedByTwilio([token], { urls: [url], parameters: [['Tag', ['a', 'b', 'b']]], signature })).toBe(true);
});
