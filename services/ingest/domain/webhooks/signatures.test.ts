import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Delivery } from './adapter.ts';
import { verifyMapped } from './mapped-signature.ts';
import { MappedSignature } from './mapping.ts';
import { challengeOfMeta, verifyMeta } from './meta-signature.ts';
import { verifyTwilio } from './twilio-signature.ts';
import { zendesk } from './zendesk.ts';

const delivery = (body: string, headers: Record<string, string>, ...urls: string[]): Delivery => ({
  body: Buffer.from(body),
  headers,
  urls,
});

describe('what Twilio signs', () => {
  const secrets = { signing: ['12345'] };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = 'https://example.com/hooks/abc/events';
  /** Made with `getExpectedTwilioSignature` of Twilio's package, 6.2.0; the first are the parameters of Twilio's documentation. */
  it.each([
    [
      'https://mycompany.com/myapp.php?foo=1&bar=2',
      'CallSid=CA1234567890ABCDE&Caller=%2B14158675310&Digits=1234&From=%2B14158675310&To=%2B18005551212',
      'GvWf1cFY/Q7PnoempGyD5oXAezc=',
    ],
    [
      url,
      'MessageSid=SM1&Body=%C2%BFD%C3%B3nde+est%C3%A1%3F+%F0%9F%98%80+a%2Bb%3Dc%26d&MediaUrl=https%3A%2F%2Fb&MediaUrl=https%3A%2F%2Fa&MediaUrl=https%3A%2F%2Fa&Empty=',
      'J/n18ZyGq1pWhPsaVW3hVyYn9/A=',
    ],
    ['https://example.com:8443/hooks/abc/events', 'a=2&B=3&A=1', 'h906RLU7KKVEmJXMI9JhbAK8Mbw='],
    [url, 'A=1', 'ooqgBX044OLIhyM21XGYbZcETHg='],
  ])('at %s with %s is genuine, and nothing else is', (address, body, signature) => {
    const signed = delivery(body, { ...form, 'x-twilio-signature': signature }, 'http://other.example', address);
    expect(verifyTwilio(signed, secrets)).toBe('genuine');
    expect(verifyTwilio(signed, { signing: ['old', '12345'] })).toBe('genuine');
    expect(verifyTwilio({ ...signed, body: Buffer.from(`${body}&x=1`) }, secrets)).toBe('forged');
    expect(verifyTwilio({ ...signed, urls: ['https://elsewhere.example/'] }, secrets)).toBe('forged');
    expect(verifyTwilio(signed, { signing: ['12346'] })).toBe('forged');
    expect(verifyTwilio({ ...signed, headers: form }, secrets)).toBe('forged');
  });

  it('of a body that is no form is its hash in the address', () => {
    const body = '{"a":1,"b":"é"}';
    const hashed = `${url}?bodySHA256=09ad9fd2fb648cb2f62141215828ea00a62c299db05d20aa9ade2f527a301cc6`;
    const headers = { 'content-type': 'application/json', 'x-twilio-signature': 'RAx+lmqFSzi+F1AO23klY1KhgqM=' };
    expect(verifyTwilio(delivery(body, headers, hashed), secrets)).toBe('genuine');
    expect(verifyTwilio(delivery('{"a":2}', headers, hashed), secrets)).toBe('forged');
    expect(verifyTwilio(delivery(body, headers, url), secrets)).toBe('forged');
  });
});

describe('what Meta signs', () => {
  /** The example of GitHub's "Validating webhook deliveries", which has the same header and the same algorithm. */
  const secrets = { signing: ["It's a Secret to Everybody"], verifyToken: 'meatyhamhock' };
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

  it('is the body as it came', () => {
    const signed = delivery('Hello, World!', { 'x-hub-signature-256': signature });
    expect(verifyMeta(signed, secrets)).toBe('genuine');
    expect(verifyMeta({ ...signed, body: Buffer.from('Hello, World') }, secrets)).toBe('forged');
    for (const odd of ['', 'sha256=', 'sha256=zz', `sha1=${signature.slice(7)}`, `${signature}00`]) {
      expect(verifyMeta({ ...signed, headers: { 'x-hub-signature-256': odd } }, secrets), odd).toBe('forged');
    }
  });

  it('is asked for beforehand, and its challenge answered to who shows the token', () => {
    const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'meatyhamhock' };
    expect(challengeOfMeta(asked, secrets)).toBe('1158201444');
    expect(challengeOfMeta({ ...asked, 'hub.verify_token': 'meatyhamhocks' }, secrets)).toBeUndefined();
    expect(challengeOfMeta({ ...asked, 'hub.challenge': '<script>' }, secrets)).toBeUndefined();
    expect(challengeOfMeta({ ...asked, 'hub.verify_token': ['meatyhamhock'] }, secrets)).toBeUndefined();
    expect(challengeOfMeta(asked, { signing: [] })).toBeUndefined();
  });
});

describe('what Zendesk signs', () => {
  const secrets = { signing: ['dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=='] };
  const timestamp = '2021-07-25T10:00:00Z';
  const now = Date.parse(timestamp) + 60_000;

  it('is the time and the body, and only for some minutes', () => {
    // The secret that Zendesk shows for tests, and its formula base64(HMACSHA256(TIMESTAMP + BODY)) with OpenSSL.
    const signature = 'gf3v0LzLRHPUnIdhbvwRDVEvzSb07/QN0GYjSNlkBT0=';
    const headers = {
      'x-zendesk-webhook-signature': signature,
      'x-zendesk-webhook-signature-timestamp': timestamp,
    };
    const signed = delivery('{"say": "hello"}', headers);
    expect(zendesk.verify(signed, secrets, now)).toBe('genuine');
    expect(zendesk.verify(signed, secrets, now + 3_600_000)).toBe('stale');
    expect(zendesk.verify(signed, { signing: ['another'] }, now)).toBe('forged');
    expect(zendesk.verify({ ...signed, body: Buffer.from('{"say":"hello"}') }, secrets, now)).toBe('forged');
    const later = { ...headers, 'x-zendesk-webhook-signature-timestamp': '2021-07-25T10:00:01Z' };
    expect(zendesk.verify({ ...signed, headers: later }, secrets, now)).toBe('forged');
  });
});

describe('what a mapping says is signed', () => {
  it('may be as Standard Webhooks does it', () => {
    // The example in the libraries of Standard Webhooks.
    const signature = MappedSignature.parse({
      header: 'Webhook-Signature',
      algorithm: 'sha256',
      encoding: 'base64',
      prefix: 'v1,',
      signs: '{id}.{timestamp}.{body}',
      idHeader: 'webhook-id',
      timestampHeader: 'webhook-timestamp',
      secretEncoding: 'base64',
    });
    const secrets = { signing: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] };
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const signed = delivery('{"test": 2432232314}', headers);
    const now = 1_614_265_330_000;
    expect(verifyMapped(signature, signed, secrets, now)).toBe('genuine');
    expect(verifyMapped(signature, signed, secrets, now + 301_000)).toBe('stale');
    expect(verifyMapped(signature, { ...signed, headers: { ...headers, 'webhook-id': 'x' } }, secrets, now)).toBe(
      'forged',
    );
    expect(verifyMapped(signature, { ...signed, headers: {} }, secrets, now)).toBe('forged');
  });

  it('may be the body alone, in hexadecimal', () => {
    const signature = MappedSignature.parse({ header: 'X-Signature', algorithm: 'sha1', encoding: 'hex' });
    const given = createHmac('sha1', 'a secret').update('{}').digest('hex');
    const secrets = { signing: ['a secret'] };
    expect(verifyMapped(signature, delivery('{}', { 'x-signature': given }), secrets, 0)).toBe('genuine');
    expect(verifyMapped(signature, delivery('[]', { 'x-signature': given }), secrets, 0)).toBe('forged');
  });

  it.each([
    [{ signs: '{timestamp}.{body}' }, 'timestampHeader'],
    [{ idHeader: 'x-id' }, 'idHeader'],
    [{ signs: 'nothing' }, 'signs'],
    [{ header: 'a b' }, 'header'],
  ])('with %j is refused, and the field named', (fields, path) => {
    const parsed = MappedSignature.safeParse({ header: 'x', algorithm: 'sha256', encoding: 'hex', ...fields });
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
