// Runs in a Pod of the cluster: posts an interaction as soon as somebody takes it, then asks for its customer and the customer's timeline.
// node first.mjs INGEST RECORDS ANALYTICS
import { setTimeout as delay } from 'node:timers/promises';

const [, , ingest, records, analytics] = process.argv;
const headers = { authorization: `Bearer ${process.env.HILO_API_KEY}`, 'content-type': 'application/json' };
const id = `first-${Date.now()}`;
const phone = { kind: 'phone', value: '+34600000001' };

/** The answer, once it is as it should be. */
const until = async (url, body, isRight) => {
  for (;;) {
    try {
      const answer = await fetch(url, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(5000),
      });
      const text = await answer.text();
      if (answer.ok && isRight(text)) return JSON.parse(text);
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 404)
        throw new Error(`${url}: ${answer.status} ${text}`);
    } catch (error) {
      if (!error.cause && error.name !== 'TimeoutError') throw error;
    }
    await delay(100);
  }
};

const posted = {
  id,
  occurredAt: new Date(Date.now() - 1000).toISOString(),
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [{ kind: 'email', value: 'ana@example.org' }, phone],
};
await until(`${ingest}/v1/interactions`, posted, () => true);
const acceptedAt = Date.now();
const customer = await until(`${records}/v1/customers/lookup`, phone, () => true);
const foundAt = Date.now();
await until(`${analytics}/v1/customers/${customer.id}/timeline`, undefined, (text) => text.includes(id));
console.log(JSON.stringify({ kind: 'first', customer: customer.id, acceptedAt, foundAt, toldAt: Date.now() }));
