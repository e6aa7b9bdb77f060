import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { networksIn, newSigningSecret, openOutConnector } from '@hilo/webhook-out';
import { expect, it } from 'vitest';
import { standardTransport } from '../endpoints/standard-transport.ts';
import { outgoing } from './mails.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'docs', 'examples', 'webhook-receiver.mjs');

it('the receiver of the documentation takes what Hilo signs, once, and nothing else', async () => {
  const secret = newSigningSecret();
  const receiver = spawn(process.execPath, [file], { env: { ...process.env, SECRET: secret, PORT: '0' } });
  let told = '';
  receiver.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  try {
    await expect.poll(() => told).toMatch(/listening on \d+/);
    const url = `http://127.0.0.1:${/listening on (\d+)/.exec(told)?.[1]}/`;
    const connector = openOutConnector(networksIn('127.0.0.1') ?? []);
    const send = (secrets: string[]) => {
      const endpoint = () => ({ url, secrets, isIdempotent: true });
      const transport = standardTransport({ connector, company: 'Aerolínea', now: Date.now }, 'endpoint:x', endpoint);
      return transport.send(outgoing(), AbortSignal.timeout(30_000));
    };
    const taken = { state: 'accepted', providerId: `receiver-${outgoing().id}` };
    expect(await send([secret])).toMatchObject(taken);
    expect(await send([newSigningSecret(), secret])).toMatchObject(taken);
    expect(await send([newSigningSecret()])).toMatchObject({ state: 'refused', reason: 'not-accepted' });
    await expect.poll(() => told.split('\n').filter((line) => line.includes('Aerolínea:'))).toHaveLength(1);
  } finally {
    receiver.kill();
    await once(receiver, 'exit');
  }
});
