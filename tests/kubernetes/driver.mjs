// Runs in a Pod of the cluster, with nothing but Node: posts interactions at a steady rate, each again until it is accepted, and tells
// what it saw as lines of JSON. node driver.mjs INGEST RATE SECONDS PREFIX
import { setTimeout as delay } from 'node:timers/promises';

const [ingest, rate, seconds, prefix] = [
  process.argv[2],
  Number(process.argv[3]),
  Number(process.argv[4]),
  process.argv[5],
];
const headers = { authorization: `Bearer ${process.env.HILO_API_KEY}`, 'content-type': 'application/json' };
const tell = (kind, what) => console.log(JSON.stringify({ kind, at: Date.now(), ...what }));
const tally = { accepted: 0, refused: 0, repeated: 0, failures: {}, longestMs: 0 };
let lastFailure;

const interaction = (n) => ({
  id: `${prefix}-${n}`,
  occurredAt: new Date(Date.now() - 1000).toISOString(),
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [{ kind: 'email', value: `${prefix}-${n % 5000}@example.org` }],
});

/** A failure is of the time when somebody asked: a connection to who is gone may hang until its time is over. */
const fail = (reason, at) => {
  tally.failures[reason] = (tally.failures[reason] ?? 0) + 1;
  if (at > (lastFailure?.at ?? 0)) lastFailure = { reason, at };
};

const postOnce = async (body) => {
  const askedAt = Date.now();
  try {
    const answer = await fetch(`${ingest}/v1/interactions`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (answer.status === 202) return true;
    fail(
      `${answer.status}${answer.status === 503 && answer.headers.get('retry-after') === null ? ' without Retry-After' : ''}`,
      askedAt,
    );
    if (answer.status < 500 && answer.status !== 429) {
      tally.refused += 1;
      tell('refused', { status: answer.status, text: text.slice(0, 500) });
      return true;
    }
  } catch (error) {
    fail(error.cause?.code ?? error.name, askedAt);
  }
  return false;
};

const post = async (n) => {
  const body = JSON.stringify(interaction(n));
  const since = Date.now();
  for (let attempt = 1; !(await postOnce(body)); attempt += 1) {
    tally.repeated += 1;
    await delay(Math.min(1000, 100 * attempt));
  }
  tally.accepted += 1;
  tally.longestMs = Math.max(tally.longestMs, Date.now() - since);
};

const begun = Date.now();
const under = new Set();
let n = 0;
let saidAt = begun;
while (Date.now() < begun + seconds * 1000) {
  const due = Math.floor(((Date.now() - begun) / 1000) * rate);
  for (; n < due; n += 1) {
    const one = post(n).finally(() => under.delete(one));
    under.add(one);
  }
  if (Date.now() - saidAt >= 1000) {
    saidAt = Date.now();
    tell('second', { posted: n, accepted: tally.accepted, waiting: under.size, ...(lastFailure && { lastFailure }) });
  }
  await delay(5);
}
await Promise.all(under);
tell('done', { posted: n, seconds: (Date.now() - begun) / 1000, ...tally, lastFailure });
