import { createTestDatabase, type Kafka, startKafka } from '@hilo/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { takeBrokerAway } from './broker-away.ts';

const kafka = await startKafka({ ownProcesses: true });
if ('skipped' in kafka) it.skip(`taking the broker away (${kafka.skipped})`, () => {});
else describe('taking the broker away', () => whileItIsAway(kafka));

function whileItIsAway(kafka: Kafka): void {
  afterAll(kafka.stop);

  it.each([
    { signal: 'SIGSTOP', awayMs: 10_000, killsIngest: false, what: 'frozen' },
    { signal: 'SIGKILL', awayMs: 8000, killsIngest: true, what: 'killed, and ingest too, half way through the spool' },
  ] as const)('no sender sees it, and everything comes once and in order: $what', async (how) => {
    const database = await createTestDatabase();
    const outcome = await takeBrokerAway({ databaseUrl: database.url, kafka, senders: 20, ...how });
    await database.drop();
    console.log(JSON.stringify(outcome));
    expect(outcome).toMatchObject({ refused: [], ready: true, lost: 0, disordered: 0 });
    expect(outcome.mostWaiting).toBeGreaterThan(100);
    expect(outcome.slowestMs).toBeLessThan(10_000);
    const { accepted, stored, duplicate, quarantined, inFlight } = outcome.ledger;
    expect({ stored, quarantined, inFlight }).toEqual({ stored: outcome.accepted, quarantined: 0, inFlight: 0 });
    expect(accepted).toBe(stored + duplicate);
  });
}
