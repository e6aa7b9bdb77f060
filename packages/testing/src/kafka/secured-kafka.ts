import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../free-ports.ts';
import { type CertificateFiles, writeCertificates } from './certificates.ts';
import { missingForJava } from './jars.ts';
import { startJavaKafka } from './java-kafka.ts';
import type { NoKafka } from './kafka.ts';

const host = '127.0.0.1';

/** Addresses, host:port, by what is asked for there. */
type Addresses = Readonly<Record<'plaintext' | 'tls' | 'mutualTls' | 'sasl' | 'saslPlaintext' | 'scramOnly', string>>;

/** One broker that is reached in every way that clients of Kafka know. */
export type SecuredKafka = {
  addresses: Addresses;
  certificates: CertificateFiles;
  user: { username: string; password: string };
  stop(): Promise<void>;
};

const user = { username: 'hilo', password: 'Passw0rd-of-a-test' };
/** So often a connection has to authenticate again, as brokers in the cloud want it. */
const reauthenticateMs = 5000;

/** Starts it by Java; or gives why it cannot. `HILO_REQUIRE_KAFKA=1` rejects then. */
export async function startSecuredKafka(): Promise<SecuredKafka | NoKafka> {
  const missing = await missingForJava();
  if (missing) {
    const skipped = `no Kafka with TLS: install ${missing}`;
    if (process.env.HILO_REQUIRE_KAFKA === '1') throw new Error(skipped);
    return { skipped };
  }
  const folder = mkdtempSync(join(tmpdir(), 'hilo-kafka-secured-'));
  const certificates = await writeCertificates(join(folder, 'certificates'), host);
  const [controller = 0, broker = 0, ...others] = await freePorts(7);
  const at = (index: number) => `${host}:${others[index]}`;
  const addresses = {
    plaintext: `${host}:${broker}`,
    tls: at(0),
    mutualTls: at(1),
    sasl: at(2),
    saslPlaintext: at(3),
    scramOnly: at(4),
  };
  const kafka = await startJavaKafka({
    ports: [{ broker, controller }],
    folder,
    properties: securityProperties(addresses, certificates, controller),
    formatArguments: scramCredentials(),
  });
  const stop = () => kafka.stop().finally(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return { addresses, certificates, user, stop };
}

function securityProperties(
  addresses: Addresses,
  certificates: CertificateFiles,
  controllerPort: number,
): Record<string, string | number> {
  const advertised = Object.entries(addresses)
    .map(([name, address]) => `${name.toUpperCase()}://${address}`)
    .join(',');
  return {
    listeners: `${advertised},CONTROLLER://${host}:${controllerPort}`,
    'advertised.listeners': advertised,
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL,MUTUALTLS:SSL,SASL:SASL_SSL,SASLPLAINTEXT:SASL_PLAINTEXT,SCRAMONLY:SASL_SSL',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': certificates.broker,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': certificates.ca,
    'listener.name.mutualtls.ssl.client.auth': 'required',
    'connections.max.reauth.ms': reauthenticateMs,
    ...mechanisms('sasl', ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
    ...mechanisms('saslplaintext', ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
    ...mechanisms('scramonly', ['SCRAM-SHA-512']),
  };
}

function mechanisms(listener: string, names: readonly string[]): Record<string, string> {
  const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required';
  const modules = names.map((name) => [
    `listener.name.${listener}.${name.toLowerCase()}.sasl.jaas.config`,
    name === 'PLAIN' ? `${plain} user_${user.username}="${user.password}";` : `${scram};`,
  ]);
  return { [`listener.name.${listener}.sasl.enabled.mechanisms`]: names.join(','), ...Object.fromEntries(modules) };
}

const scramCredentials = (): string[] =>
  ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${user.username},password=${user.password}]`,
  ]);
