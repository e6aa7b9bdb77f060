import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { apiKey } from '../../api/hilo-process.ts';
import type { AskedOverHttp } from './questions.ts';

export type HttpAnswer = { status: number; ms: number; body: string };

/** Who asks a service over a connection that stays. */
export type Asker = AsyncDisposable & {
  ask(question: Pick<AskedOverHttp, 'path' | 'body'>): Promise<HttpAnswer>;
  /** Throws unless it is answered. */
  json(question: Pick<AskedOverHttp, 'path' | 'body'>): Promise<unknown>;
  /** Until it is answered: what is not there yet is waited for. */
  untilAnswered(question: Pick<AskedOverHttp, 'path' | 'body'>): Promise<void>;
};

const pollMs = 10;

export const openAsker = (url: string): Asker => {
  const connections = new Pool(url, { connections: 1, pipelining: 1 });
  const headers = { authorization: `Bearer ${apiKey}` };
  const ask: Asker['ask'] = async ({ path, body }) => {
    const began = performance.now();
    const answer = await connections.request({
      path,
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, ms: performance.now() - began, body: text };
  };
  return {
    ask,
    json: async (question) => {
      const { status, body } = await ask(question);
      if (status === 200) return JSON.parse(body);
      throw new Error(`${question.path} ${JSON.stringify(question.body)}: ${status} ${body.slice(0, 500)}`);
    },
    untilAnswered: async (question) => {
      while ((await ask(question).catch(() => undefined))?.status !== 200) await delay(pollMs);
    },
    [Symbol.asyncDispose]: () => connections.close(),
  };
};
