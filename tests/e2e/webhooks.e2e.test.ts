import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { apiKey, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';

const run = promisify(execFile);
const script = join(import.meta.dirname, '..', '..', 'scripts', 'hilo.ts');

it('stores once what a provider delivers three times, at an endpoint that was made on the command line', async () => {
  await using opened = new AsyncDisposableStack();
  const database = await createTestDatabase();
  opened.defer(() => database.drop());
  const hilo = opened.use(await startHilo({ databaseUrl: database.url }));
  const folder = mkdtempSync(join(tmpdir(), 'hilo-webhooks-'));
  opened.defer(() => rmSync(folder, { recursive: true }));
  const fileOf = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const webhooks = async (...args: string[]): Promise<string> => {
    const where = ['--url', hilo.url, '--key', apiKey];
    return (await run(process.execPath, [script, 'webhooks', ...args, ...where])).stdout.trim();
  };

  const message = { id: 'wamid.1', from: '34600000001', timestamp: '1767225600', type: 'text', text: { body: 'Hola' } };
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', messages: [message] } };
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [change] }] });
  const file = fileOf('body.json', body);
  expect(await webhooks('test', file, '--adapter', 'whatsapp')).toContain(
    'text = "Hola"  from entry[0].changes[0].value.messages[0].text.body',
  );

  const secret = 'the secret of the app';
  const made = ['--name', 'Shops', '--adapter', 'whatsapp', '--source', 'shop'];
  const address = await webhooks('create', ...made, '--secrets', fileOf('secrets', `${secret}\n`));
  expect(await webhooks('list')).toMatch(/Shops {2}whatsapp {2}shop {2}1 secrets/);

  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  for (let time = 0; time < 3; time += 1) {
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
    expect((await fetch(address, { method: 'POST', headers, body })).status).toBe(200);
  }
  expect(await untilThrough(hilo.client)).toMatchObject({ accepted: 3, stored: 1, duplicate: 2, quarantined: 0 });
  const found = await fetch(`${hilo.url}/v1/customers/lookup`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'phone', value: '600000001' }),
  });
  expect(found.status).toBe(200);
});
