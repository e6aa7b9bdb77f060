import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadMail, SurveyTriggerConfig } from '../config.ts';

const folder = mkdtempSync(join(tmpdir(), 'hilo-dkim-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const loaded = (file: string) =>
  loadMail(
    SurveyTriggerConfig.parse({
      HILO_SMTP_URL: 'smtp://mail.example.com',
      HILO_DKIM_DOMAIN: 'example.com',
      HILO_DKIM_SELECTOR: 'one',
      HILO_DKIM_KEY: file,
    }),
  );

it('signs by a key of RSA, and refuses what many receivers take for no signature', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  expect(loaded(fileOf('rsa.pem', rsa.toString()))?.dkim?.key).toBe(rsa);
  const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  expect(() => loaded(fileOf('ed25519.pem', other.toString()))).toThrow(/HILO_DKIM_KEY .*another kind than RSA/);
  expect(() => loaded(fileOf('none.pem', 'nothing'))).toThrow(/HILO_DKIM_KEY .*no private key/);
  expect(() => loaded(join(folder, 'not-there.pem'))).toThrow(/HILO_DKIM_KEY .*no private key/);
});
