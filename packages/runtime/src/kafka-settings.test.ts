import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { KafkaConfig, readKafkaSettings } from './kafka-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'hilo-kafka-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const read = (environment: Record<string, string>) => readKafkaSettings(readConfig(KafkaConfig, environment));
const user = { HILO_KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', HILO_KAFKA_SASL_USERNAME: 'hilo' };

it('reaches brokers in the clear and as nobody in particular where nothing is said', () => {
  expect(read({})).toEqual({ security: {} });
  expect(read({ HILO_KAFKA_TLS: 'no', HILO_KAFKA_TLS_CA_FILE: '' })).toEqual({ security: {} });
});

it('trusts what Node trusts where no authority is named', () => {
  expect(read({ HILO_KAFKA_TLS: 'yes' })).toEqual({ security: { tls: {} } });
});

it('reads the password from the environment or from a file, as it is but for the end of its line', () => {
  const sasl = { mechanism: 'SCRAM-SHA-512', username: 'hilo', password: ' p:w ' };
  expect(read({ ...user, HILO_KAFKA_SASL_PASSWORD: ' p:w ' })).toEqual({ security: { sasl } });
  for (const end of ['', '\n', '\r\n'])
    expect(read({ ...user, HILO_KAFKA_SASL_PASSWORD_FILE: file('password', ` p:w ${end}`) })).toEqual({
      security: { sasl },
    });
});

it('has the name for groups that it is given, and none by itself', () => {
  expect(read({ HILO_KAFKA_INSTANCE_ID: 'identity-resolution-0' }).instance).toBe('identity-resolution-0');
  expect(read({}).instance).toBeUndefined();
});

it.each<[string, Record<string, string>, string]>([
  ['a name that Kafka does not take', { HILO_KAFKA_INSTANCE_ID: 'a pod' }, 'HILO_KAFKA_INSTANCE_ID: has to'],
  ['a mechanism that we do not know', { HILO_KAFKA_SASL_MECHANISM: 'GSSAPI' }, 'HILO_KAFKA_SASL_MECHANISM: is neither'],
  ['a mechanism without a user', { HILO_KAFKA_SASL_MECHANISM: 'PLAIN' }, 'HILO_KAFKA_SASL_USERNAME: is missing'],
  ['a user without a password', user, 'HILO_KAFKA_SASL_PASSWORD: is missing'],
  [
    'two passwords',
    { ...user, HILO_KAFKA_SASL_PASSWORD: 'a', HILO_KAFKA_SASL_PASSWORD_FILE: 'b' },
    'HILO_KAFKA_SASL_PASSWORD: is set, and so is',
  ],
  ['a password without a mechanism', { HILO_KAFKA_SASL_PASSWORD: 'a' }, 'HILO_KAFKA_SASL_MECHANISM: is missing'],
  ['an authority without TLS', { HILO_KAFKA_TLS_CA_FILE: 'ca.pem' }, 'HILO_KAFKA_TLS: is not yes'],
  [
    'a certificate without its key',
    { HILO_KAFKA_TLS: 'yes', HILO_KAFKA_TLS_CERT_FILE: 'a.pem' },
    'together with HILO_KAFKA_TLS_KEY_FILE',
  ],
  [
    'a file that is not there',
    { HILO_KAFKA_TLS: 'yes', HILO_KAFKA_TLS_CA_FILE: join(folder, 'nothing.pem') },
    'HILO_KAFKA_TLS_CA_FILE: the file',
  ],
  [
    'an authority that is none',
    { HILO_KAFKA_TLS: 'yes', HILO_KAFKA_TLS_CA_FILE: file('no-ca.pem', 'secret-words') },
    'HILO_KAFKA_TLS_CA_FILE: is no certificate',
  ],
  [
    'a certificate that is none',
    {
      HILO_KAFKA_TLS: 'yes',
      HILO_KAFKA_TLS_CERT_FILE: file('no-cert.pem', 'secret-words'),
      HILO_KAFKA_TLS_KEY_FILE: file('no-key.pem', 'secret-words'),
    },
    'HILO_KAFKA_TLS_CERT_FILE: is no certificate',
  ],
  [
    'an empty file for the password',
    { ...user, HILO_KAFKA_SASL_PASSWORD_FILE: file('empty', '\n') },
    'HILO_KAFKA_SASL_PASSWORD_FILE: is empty',
  ],
])('says which variable is wrong: %s', (_, environment, words) => {
  expect(() => read(environment)).toThrow(words);
  expect(() => read(environment)).not.toThrow('secret-words');
});
