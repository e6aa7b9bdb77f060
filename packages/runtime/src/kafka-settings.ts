import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { KafkaSettings } from '@hilo/log';
import { z } from 'zod';
import { ConfigError } from './errors.ts';

const file = z.string().optional();

type Security = NonNullable<KafkaSettings['security']>;

/** How brokers are reached that speak TLS or want to know who asks, and how their groups know this process. */
export const KafkaConfig = z.object({
  HILO_KAFKA_TLS: z
    .stringbool()
    .default(false)
    .describe('`yes`: the brokers in HILO_LOG are reached by TLS, and have to show a certificate that is trusted.'),
  HILO_KAFKA_TLS_CA_FILE: file.describe(
    'The authorities whose certificates are trusted, a PEM file. Without it, those that Node comes with.',
  ),
  HILO_KAFKA_TLS_CERT_FILE: file.describe('Our own certificate, where the brokers ask for one, a PEM file.'),
  HILO_KAFKA_TLS_KEY_FILE: file.describe('The key of that certificate, a PEM file without a passphrase.'),
  HILO_KAFKA_SASL_MECHANISM: z
    .enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'], {
      error: 'is neither PLAIN nor SCRAM-SHA-256 nor SCRAM-SHA-512',
    })
    .optional()
    .describe('How the user in Kafka is told: `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`. Without it, there is none.'),
  HILO_KAFKA_SASL_USERNAME: z.string().optional().describe('The user in Kafka.'),
  HILO_KAFKA_SASL_PASSWORD: z.string().optional().describe("That user's password."),
  HILO_KAFKA_SASL_PASSWORD_FILE: file.describe(
    'The file that holds the password, in place of HILO_KAFKA_SASL_PASSWORD; what ends its line is left out.',
  ),
  HILO_KAFKA_INSTANCE_ID: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,200}$/, 'has to consist of letters, digits, dots, dashes and underscores')
    .optional()
    .describe(
      "A name for Kafka's groups (`group.instance.id`) that this process has again after a crash, and no other process of the same service has: the name of its pod. With it, one that was killed goes on as soon as it is back; without it, 10 seconds later, and later still if it is killed again while it joins.",
    ),
});

export type KafkaConfig = z.infer<typeof KafkaConfig>;

/** Reads the files that are named; throws `ConfigError` with all that is missing, too much or unreadable. */
export const readKafkaSettings = (config: KafkaConfig): KafkaSettings => {
  const wrong = [...missing(config)];
  if (wrong.length > 0) throw new ConfigError(...wrong);
  const tls = readTls(config);
  const sasl = readSasl(config);
  const security: Security = { ...(tls !== undefined && { tls }), ...(sasl !== undefined && { sasl }) };
  const instance = config.HILO_KAFKA_INSTANCE_ID;
  return { security, ...(instance !== undefined && { instance }) };
};

/** Variables that need each other, and lack each other. */
function* missing(config: KafkaConfig): Generator<string> {
  const isSet = (name: keyof KafkaConfig): boolean => config[name] !== undefined;
  const tlsFiles = ['HILO_KAFKA_TLS_CA_FILE', 'HILO_KAFKA_TLS_CERT_FILE', 'HILO_KAFKA_TLS_KEY_FILE'] as const;
  const idle = tlsFiles.filter((name) => isSet(name) && !config.HILO_KAFKA_TLS);
  if (idle.length > 0) yield `HILO_KAFKA_TLS: is not yes, so ${idle.join(' and ')} would not be used`;
  if (isSet('HILO_KAFKA_TLS_CERT_FILE') !== isSet('HILO_KAFKA_TLS_KEY_FILE'))
    yield 'HILO_KAFKA_TLS_CERT_FILE: is of use only together with HILO_KAFKA_TLS_KEY_FILE';
  const passwords = (['HILO_KAFKA_SASL_PASSWORD', 'HILO_KAFKA_SASL_PASSWORD_FILE'] as const).filter(isSet);
  if (passwords.length > 1)
    yield 'HILO_KAFKA_SASL_PASSWORD: is set, and so is HILO_KAFKA_SASL_PASSWORD_FILE: only one may be';
  if (!isSet('HILO_KAFKA_SASL_MECHANISM')) {
    if (isSet('HILO_KAFKA_SASL_USERNAME') || passwords.length > 0)
      yield 'HILO_KAFKA_SASL_MECHANISM: is missing, so the user and the password would not be used';
    return;
  }
  if (!isSet('HILO_KAFKA_SASL_USERNAME')) yield 'HILO_KAFKA_SASL_USERNAME: is missing';
  if (passwords.length === 0) yield 'HILO_KAFKA_SASL_PASSWORD: is missing, and so is HILO_KAFKA_SASL_PASSWORD_FILE';
}

const readTls = (config: KafkaConfig): Security['tls'] => {
  if (!config.HILO_KAFKA_TLS) return undefined;
  const ca = read(config, 'HILO_KAFKA_TLS_CA_FILE');
  const cert = read(config, 'HILO_KAFKA_TLS_CERT_FILE');
  const key = read(config, 'HILO_KAFKA_TLS_KEY_FILE');
  if (ca !== undefined) check('HILO_KAFKA_TLS_CA_FILE: is no certificate in PEM', () => new X509Certificate(ca));
  if (cert !== undefined && key !== undefined) {
    check('HILO_KAFKA_TLS_CERT_FILE: is no certificate in PEM', () => new X509Certificate(cert));
    check('HILO_KAFKA_TLS_KEY_FILE: is not the key of that certificate, in PEM and without a passphrase', () =>
      createSecureContext({ cert, key }),
    );
  }
  return { ...(ca !== undefined && { ca }), ...(cert !== undefined && key !== undefined && { cert, key }) };
};

const readSasl = (config: KafkaConfig): Security['sasl'] => {
  const { HILO_KAFKA_SASL_MECHANISM: mechanism, HILO_KAFKA_SASL_USERNAME: username = '' } = config;
  if (mechanism === undefined) return undefined;
  const inFile = read(config, 'HILO_KAFKA_SASL_PASSWORD_FILE')?.replace(/\r?\n$/, '');
  if (inFile === '') throw new ConfigError('HILO_KAFKA_SASL_PASSWORD_FILE: is empty');
  return { mechanism, username, password: inFile ?? config.HILO_KAFKA_SASL_PASSWORD ?? '' };
};

type FileVariable = Extract<keyof KafkaConfig, `${string}_FILE`>;

const read = (config: KafkaConfig, name: FileVariable): string | undefined => {
  const path = config[name];
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    throw new ConfigError(`${name}: the file ${path} cannot be read (${code})`);
  }
};

/** What OpenSSL says of a file that it cannot read may quote it, so only the code is told. */
const check = (what: string, work: () => unknown): void => {
  try {
    work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    throw new ConfigError(`${what} (${code})`);
  }
};
