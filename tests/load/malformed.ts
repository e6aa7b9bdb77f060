import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { HiloProcess } from '../../scripts/api/hilo-process.ts';
import { createRandom, type Random } from '../../scripts/simulate/random.ts';
import { type Endpoint, keyFor } from './endpoint.ts';
import { endpointsWithBody } from './endpoints.ts';
import { oddValues } from './odd-values.ts';

export type MalformedOutcome = {
  posted: number;
  endpoints: number;
  /** How often each status was answered; `none` where there was no answer at all. */
  statuses: Record<string, number>;
  /** The first that were answered with 5xx or not at all. */
  failures: string[];
  /** Megabytes in memory after the odd values, and after all the mutations that follow. */
  memory: { early: number; late: number };
};

export type MalformedOptions = {
  hilo: HiloProcess;
  /** How many mutations each endpoint gets. */
  perEndpoint: number;
  /** Each endpoint gets one in so many of the odd values, and its neighbours the others; 1: all. */
  oddOneIn: number;
  seed: number;
  say(line: string): void;
};

type Attempt = { endpoint: Endpoint; name: string; body: Buffer; headers?: Record<string, string> };

const concurrency = 8;

/** Sends odd values, and as many seeded mutations as wanted, to every endpoint that takes a body. */
export const postMalformed = async ({
  hilo,
  perEndpoint,
  oddOneIn,
  seed,
  say,
}: MalformedOptions): Promise<MalformedOutcome> => {
  const endpoints = await endpointsWithBody(hilo);
  const random = createRandom(seed);
  const odd = [...oddAttempts(endpoints, oddOneIn, random)];
  const total = odd.length + endpoints.length * perEndpoint;
  const attempts = allAttempts(odd, mutations(endpoints, perEndpoint, random));
  const outcome: MalformedOutcome = {
    posted: 0,
    endpoints: endpoints.length,
    statuses: {},
    failures: [],
    memory: { early: 0, late: 0 },
  };
  const work = async (): Promise<void> => {
    for (const attempt of attempts) {
      const status = await statusOf(hilo, attempt);
      outcome.statuses[status] = (outcome.statuses[status] ?? 0) + 1;
      outcome.posted += 1;
      if ((status === 'none' || Number(status) >= 500) && outcome.failures.length < 20) {
        outcome.failures.push(`${attempt.endpoint.path} ${status}: ${attempt.name}`);
      }
      if (outcome.posted === odd.length) outcome.memory.early = megabytesOf(hilo.pid);
      if (outcome.posted % 10_000 === 0) say(`${outcome.posted} of ${total}, ${megabytesOf(hilo.pid)} MB`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  outcome.memory.late = megabytesOf(hilo.pid);
  return outcome;
};

function* oddAttempts(endpoints: readonly Endpoint[], oneIn: number, random: Random): Generator<Attempt> {
  for (const [place, { name, text }] of oddValues.entries()) {
    for (const [at, endpoint] of endpoints.entries()) {
      if ((place + at) % oneIn !== 0) continue;
      yield { endpoint, name, body: text };
      yield { endpoint, name: `${name} as a value`, body: withValue(endpoint.valid, text, random) };
    }
  }
}

/** The odd values first, which warm everything up. */
function* allAttempts(odd: readonly Attempt[], after: Iterable<Attempt>): Generator<Attempt> {
  yield* odd;
  yield* after;
}

/** Round by round over the endpoints. */
function* mutations(endpoints: readonly Endpoint[], perEndpoint: number, random: Random): Generator<Attempt> {
  for (let round = 0; round < perEndpoint; round += 1) {
    for (const endpoint of endpoints) yield mutated(endpoint, round, random);
  }
}

/** The body with one of its values replaced. */
const withValue = (valid: string, value: Buffer, random: Random): Buffer => {
  const places = [...valid.matchAll(/:("[^"]*"|[\d.]+|true|\[|\{)/g)];
  const place = places[random.below(places.length)];
  if (place === undefined) return Buffer.concat([Buffer.from('{"a":'), value, Buffer.from('}')]);
  const [found, old = ''] = place;
  const isOpen = old === '[' || old === '{';
  const head = valid.slice(0, place.index + 1);
  const tail = valid.slice(place.index + found.length - (isOpen ? 1 : 0));
  return Buffer.concat([Buffer.from(head), value, Buffer.from(isOpen ? `,"replaced":${tail}` : tail)]);
};

const mutated = (endpoint: Endpoint, round: number, random: Random): Attempt => {
  let body: Buffer = Buffer.from(endpoint.valid);
  for (let hits = random.below(3); hits >= 0; hits -= 1) body = mutate(body, random);
  const name = `mutation ${round}: ${body.toString('latin1').slice(0, 200)}`;
  if (!random.chance(0.1)) return { endpoint, name, body };
  const encoding = random.pick(['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip', 'identity']);
  const packed = random.chance(0.5) ? gzipSync(body) : body;
  return { endpoint, name: `${encoding} ${name}`, body: packed, headers: { 'content-encoding': encoding } };
};

const mutate = (body: Buffer, random: Random): Buffer => {
  const [from, length] = [random.below(body.length + 1), random.below(20)];
  const [head, tail] = [body.subarray(0, from), body.subarray(from)];
  const noise = Buffer.from(Array.from({ length }, () => random.below(256)));
  return random.pick([
    () => head,
    () => Buffer.concat([head, tail.subarray(length)]),
    () => Buffer.concat([head, noise, tail]),
    () => Buffer.concat([head, noise, tail.subarray(length)]),
    () => Buffer.concat([head, tail.subarray(0, length), tail]),
    () => Buffer.concat([head, Buffer.from(random.pick(['{', '}', '[', ']', '"', ',', ':', '\\', '\0'])), tail]),
  ])();
};

const statusOf = async (hilo: HiloProcess, { endpoint, body, headers }: Attempt): Promise<string> => {
  try {
    const answer = await fetch(`${hilo.url}${endpoint.path}`, {
      method: endpoint.method,
      redirect: 'manual',
      headers: { ...keyFor(endpoint), ...endpoint.headers, ...endpoint.sealed?.(body), ...headers },
      body: new Uint8Array(body),
    });
    await answer.arrayBuffer();
    return String(answer.status);
  } catch {
    return 'none';
  }
};

/** What a process holds in memory. */
export const megabytesOf = (pid: number): number => {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
  return Math.round((Number(pages) * 4096) / 1_000_000);
};
