import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SecuredKafka, startSecuredKafka } from '@hilo/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { openKafkaLog } from '../src/kafka/log.ts';
import type { KafkaSecurity, SaslMechanism } from '../src/kafka-settings.ts';
import type { Log } from '../src/log.ts';
import { compare, numbered, readAll } from './kafka/numbered.ts';

const broker = await startSecuredKafka();
if ('skipped' in broker) test.skip(`brokers with TLS and SASL (${broker.skipped})`, () => undefined);
else describe('a broker with TLS and SASL', () => securedBroker(broker));

function securedBroker({ addresses, certificates, user, stop }: SecuredKafka): void {
  const { client, stranger } = certificates;
  const tls = { ca: pem(certificates.ca) };
  const sasl = (mechanism: SaslMechanism, wrong: Partial<typeof user> = {}) => ({ mechanism, ...user, ...wrong });
  const open = (address: string, security: KafkaSecurity): Promise<Log> =>
    openKafkaLog({ brokers: [address], clientId: 'security', security });

  afterAll(stop);

  test.each<[string, string, KafkaSecurity]>([
    ['TLS', addresses.tls, { tls }],
    ['TLS with a certificate of ours', addresses.mutualTls, { tls: { ...tls, ...pems(client) } }],
    ['TLS and PLAIN', addresses.sasl, { tls, sasl: sasl('PLAIN') }],
    ['TLS and SCRAM-SHA-256', addresses.sasl, { tls, sasl: sasl('SCRAM-SHA-256') }],
    ['TLS and SCRAM-SHA-512', addresses.sasl, { tls, sasl: sasl('SCRAM-SHA-512') }],
    ['SCRAM-SHA-512 in the clear', addresses.saslPlaintext, { sasl: sasl('SCRAM-SHA-512') }],
  ])('is appended to, read and asked by %s', async (_, address, security) => {
    await using log = await open(address, security);
    const topic = await newTopic(log);
    const records = numbered(20, 2);
    await log.append(topic, records);
    expect(compare(records, await readAll(log, topic))).toEqual({ lost: 0, disordered: 0 });
    expect(await log.lag('nobody', topic)).toBe(records.length);
    await log.ready();
  });

  test.each<[string, string, KafkaSecurity, RegExp]>([
    [
      'a wrong password (PLAIN)',
      addresses.sasl,
      { tls, sasl: sasl('PLAIN', { password: 'wrong' }) },
      /refuses the user/,
    ],
    [
      'a wrong password (SCRAM)',
      addresses.sasl,
      { tls, sasl: sasl('SCRAM-SHA-512', { password: 'wrong' }) },
      /refuses the user or the password.*HILO_KAFKA_SASL_PASSWORD/,
    ],
    [
      'a user that it does not know',
      addresses.sasl,
      { tls, sasl: sasl('SCRAM-SHA-256', { username: 'who' }) },
      /\(who\)/,
    ],
    [
      'a mechanism that it does not offer',
      addresses.scramOnly,
      { tls, sasl: sasl('PLAIN') },
      /does not offer PLAIN, but SCRAM-SHA-512/,
    ],
    ['no user, by TLS', addresses.sasl, { tls }, /HILO_KAFKA_SASL_MECHANISM/],
    ['no user, in the clear', addresses.saslPlaintext, {}, /HILO_KAFKA_SASL_MECHANISM/],
    ['a user where it wants none', addresses.tls, { tls, sasl: sasl('PLAIN') }, /takes no user and password/],
    [
      'an authority that nobody named',
      addresses.tls,
      { tls: {} },
      /no authority that is trusted.*HILO_KAFKA_TLS_CA_FILE/,
    ],
    ['another authority', addresses.tls, { tls: { ca: pem(stranger.ca) } }, /no authority that is trusted/],
    ['another name', addresses.tls.replace('127.0.0.1', 'localhost'), { tls }, /certificate for another name/],
    ['no certificate of ours', addresses.mutualTls, { tls }, /wants a certificate of ours.*HILO_KAFKA_TLS_CERT_FILE/],
    [
      'a certificate of ours that it does not trust',
      addresses.mutualTls,
      { tls: { ...tls, ...pems(stranger) } },
      /refuses our certificate/,
    ],
    ['plaintext against its TLS port', addresses.tls, {}, /TLS only: set HILO_KAFKA_TLS=yes/],
    ['a user in the clear against its TLS port', addresses.sasl, { sasl: sasl('PLAIN') }, /set HILO_KAFKA_TLS=yes/],
    ['TLS against its plaintext port', addresses.plaintext, { tls }, /does not speak TLS/],
    [
      'TLS against its plaintext port with users',
      addresses.saslPlaintext,
      { tls, sasl: sasl('PLAIN') },
      /not speak TLS/,
    ],
  ])('says within seconds what is wrong: %s', async (_, address, security, words) => {
    const begun = Date.now();
    const error = await open(address, security).catch((reason: Error) => reason);
    expect(String(error)).toMatch(words);
    expect(String(error)).toContain(address);
    expect(String(error)).not.toContain(security.sasl?.password ?? user.password);
    // Five where the processors have nothing else to do.
    expect(Date.now() - begun).toBeLessThan(20_000);
  });

  test('goes on over sessions that end: connections authenticate again', async () => {
    await using log = await open(addresses.sasl, { tls, sasl: sasl('SCRAM-SHA-256') });
    const topic = await newTopic(log);
    const seen = new Set<string | null>();
    const consumer = await log.consume({
      group: `group-${crypto.randomUUID()}`,
      topics: [topic],
      handle: async ({ records }) => records.forEach(({ value }) => void seen.add(value)),
    });
    const sent: string[] = [];
    for (const end = Date.now() + 11_000; Date.now() < end; await sleep(10)) {
      const value = String(sent.length);
      await log.append(topic, [{ key: `customer-${sent.length % 50}`, value }]);
      sent.push(value);
    }
    await expect.poll(() => sent.filter((value) => !seen.has(value))).toEqual([]);
    await Promise.race([consumer.stopped, sleep(100)]);
  });
}

function pem(file: string): string {
  return readFileSync(file, 'utf8');
}

function pems({ cert, key }: { cert: string; key: string }) {
  return { cert: pem(cert), key: pem(key) };
}

async function newTopic(log: Log): Promise<string> {
  const name = `security-${crypto.randomUUID()}`;
  await log.ensureTopics([{ name, partitions: 3, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
  return name;
}
