import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { apiKey, type HiloProcess } from '../../scripts/api/hilo-process.ts';
import type { Endpoint } from './endpoint.ts';

/** What there is of survey-trigger, so that bodies come as far as they can: ids for its paths, and what only a signature or a link opens. */
export type Asked = {
  /** By the path of the document. */
  paths: Readonly<Record<string, string>>;
  bodies: Readonly<Record<string, unknown>>;
  more: readonly Endpoint[];
};

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
/** Reached from everywhere, as an address out has to be; nothing is ever sent there. */
const out = 'https://93.184.216.34/hilo';
const token = 'the auth token of the account';
/** Of which there are none here. */
const events = { types: ['hilo.survey.expired'] };

const programme = {
  title: 'After a purchase',
  when: { touchpoints: ['checkout'], kinds: ['none'] },
  questions: [
    { question: 'likelihood_to_recommend', scale: 'nps', text: { en: 'Would you recommend us?' } },
    {
      question: 'why',
      scale: 'choice',
      several: true,
      text: { en: 'Why?' },
      choices: ['price', 'place'].map((code) => ({ code, text: { en: code } })),
    },
    { question: 'words', scale: 'text', text: { en: 'Anything else?' } },
  ],
  answerQuotas: [{ name: 'all', max: 1_000_000 }],
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  reminders: { atMost: 1, afterMinutes: 60 },
  askAfterMinutes: 0,
  restDays: 0,
};
const phone = { kind: 'phone', value: '+34600000001' };

/** Makes a programme, endpoints, a call list and an invitation that somebody has opened. */
export const makeAsked = async (hilo: HiloProcess): Promise<Asked> => {
  const { client, url } = hilo;
  const name = `hostile-${randomUUID().slice(0, 8)}`;
  const standard = { kind: 'standard', name, url: out, messages: { channels: ['app'] } };
  const account = {
    kind: 'twilio',
    name,
    accountSid: `AC${'0'.repeat(32)}`,
    url: out,
    secret: token,
    from: { sms: '+34600000000' },
  };
  await removeWebhooks(hilo);
  await client.put(`/v1/programmes/${name}`, { programme, why: 'hostile' }, z.unknown());
  await client.put(`/v1/call-lists/${name}`, { programmes: [name], leaseMinutes: 15 }, z.unknown());
  const [signing, changed, twilio] = [
    await client.post('/v1/outgoing-webhooks', { kind: 'standard', name, url: out, events }, Made),
    await client.post('/v1/outgoing-webhooks', standard, Made),
    await client.post('/v1/outgoing-webhooks', account, Made),
  ];
  const sign = await client.post('/v1/survey-links', { programme: name }, z.object({ url: z.string() }));
  const code = new URL(sign.url).pathname;
  const opened = await fetch(url + code, { method: 'POST', redirect: 'manual', body: new URLSearchParams({}) });
  const page = new URL(opened.headers.get('location') ?? '', url + code).pathname;
  const { invitations } = await client.get(`/v1/invitations?programme=${name}`, Listed);
  const invitation = invitations[0]?.id ?? randomUUID();
  const webhook = `/v1/outgoing-webhooks/${changed.webhook.id}`;
  return {
    paths: {
      '/v1/outgoing-webhooks/{id}': webhook,
      '/v1/outgoing-webhooks/{id}/secrets': `${webhook}/secrets`,
      '/v1/invitations/{id}/answers': `/v1/invitations/${invitation}/answers`,
      '/v1/invitations/{id}/messages/{message}/settle': `/v1/invitations/${invitation}/messages/${randomUUID()}/settle`,
      '/v1/call-lists/{name}': `/v1/call-lists/${name}`,
      '/v1/call-lists/{name}/lease': `/v1/call-lists/${name}/lease`,
      '/v1/call-lists/{name}/leases/{id}/result': `/v1/call-lists/${name}/leases/${randomUUID()}/result`,
    },
    bodies: {
      '/v1/outgoing-webhooks': standard,
      '/v1/outgoing-webhooks/{id}': standard,
      '/v1/invitations/{id}/messages/{message}/settle': { outcome: 'sent', why: 'hostile' },
      '/v1/opt-out-registers/{name}/check': { contactPoint: phone },
      '/v1/contact-policy/versions/{version}/restore': { why: 'hostile' },
      '/v1/survey-links': { programme: name, transaction: { kind: 'order_id', value: 'T-1' }, validDays: 3 },
    },
    more: [
      ...callbacksOf(signing.webhook.id, signing.secret ?? ''),
      ...twilioCallbacks(twilio.webhook.id, sign.url.slice(0, -code.length)),
      ...pagesAt([page, '/u/AAAAAAAAAAAAAAAAAAAAAA', code]),
    ],
  };
};

/** Those of a run before: of each channel there is one at the most. */
const removeWebhooks = async ({ client, url }: HiloProcess): Promise<void> => {
  const Webhooks = z.object({ webhooks: z.array(z.object({ id: z.string() })) });
  for (const { id } of (await client.get('/v1/outgoing-webhooks', Webhooks)).webhooks)
    await fetch(`${url}/v1/outgoing-webhooks/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${apiKey}` },
    });
};

const Made = z.object({ webhook: z.object({ id: z.string() }), secret: z.string().optional() });
const Listed = z.object({ invitations: z.array(z.object({ id: z.string() })) });

/** Each signed anew, whatever became of the body. */
const callbacksOf = (id: string, secret: string): Endpoint[] => {
  const bodies = {
    status: { message: randomUUID(), status: 'delivered', reason: 'opted-out' },
    bounce: { providerId: 'p-1', hard: true },
    inbound: { id: 'in-1', channel: 'sms', from: phone, text: 'no me llamen más' },
    ivr: { message: randomUUID(), call: 'c-1', language: 'es', question: 'why', turn: 1, digits: '9' },
  };
  const sealed = (body: Buffer): Record<string, string> => {
    const [webhookId, seconds] = [randomUUID(), String(Math.floor(Date.now() / 1000))];
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const signed = `${webhookId}.${seconds}.${body.toString('utf8')}`;
    const signature = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
    return { 'webhook-id': webhookId, 'webhook-timestamp': seconds, 'webhook-signature': signature };
  };
  return Object.entries(bodies).map(([what, data]) => ({
    method: 'POST',
    path: `/v1/callbacks/${id}/${what}`,
    headers: json,
    valid: JSON.stringify({ type: `hilo.callback.${what}`, timestamp: new Date().toISOString(), data }),
    sealed,
  }));
};

const twilioCallbacks = (id: string, publicUrl: string): Endpoint[] => {
  const message = randomUUID();
  const bodies = {
    [`status/${message}`]: 'MessageSid=SM1&MessageStatus=failed&ErrorCode=21610',
    inbound: 'MessageSid=SM2&From=%2B34600000001&To=%2B34600000000&Body=BAJA',
    [`ivr/${message}/es/why/1`]: 'CallSid=CA1&Digits=9',
  };
  return Object.entries(bodies).map(([what, valid]) => {
    const path = `/v1/callbacks/${id}/${what}`;
    const sealed = (body: Buffer): Record<string, string> => {
      const parameters = [...new URLSearchParams(body.toString('utf8'))].sort(([one], [other]) =>
        one < other ? -1 : 1,
      );
      const signed = publicUrl + path + parameters.flat().join('');
      return { 'x-twilio-signature': createHmac('sha1', token).update(signed).digest('base64') };
    };
    return { method: 'POST', path, headers: form, valid, sealed };
  });
};

/** Pages for people; each request from another address, since one may only ask so often. */
const pagesAt = (paths: readonly string[]): Endpoint[] => {
  let requests = 0;
  const sealed = (): Record<string, string> => {
    requests += 1;
    return { 'x-forwarded-for': `198.51.${(requests >> 8) % 256}.${requests % 256}` };
  };
  return paths.map((path) => ({
    method: 'POST',
    path,
    headers: form,
    valid:
      'act=answer&question=why&value=price&value=place&lang=es&form=AAAAAAAAAAAAAAAAAAAAAA&channel=email&from=09%3A00&to=20%3A00',
    sealed,
  }));
};
