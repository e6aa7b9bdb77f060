import { createTestDatabase, type Kafka, startKafka } from '@hilo/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { type AwayOptions, type AwayOutcome, takeBrokerAway } from './broker-away.ts';

const kafka = await startKafka({ ownProcesses: true });
if ('skipped' in kafka) it.skip(`taking the broker away (${kafka.skipped})`, () => {});
else describe('taking the broker away', () => whileItIsAway(kafka));

function whileItIsAway(kafka: Kafka): void {
  afterAll(kafka.stop);

  const take = async ({ environment, ...how }: Omit<AwayOptions, 'databaseUrl' | 'kafka' | 'senders'>) => {
    const database = await createTestDatabase();
    const outcome = await takeBrokerAway({
      ...how,
      databaseUrl: database.url,
      kafka,
      senders: 20,
      // However busy the machine is, nobody is refused for that.
      environment: { HILO_MAX_EVENT_LOOP_DELAY_MS: '60000', ...environment },
    });
    await database.drop();
    console.log(JSON.stringify(outcome));
    return outcome;
  };
  const expectNothingLost = ({ accepted, ledger, ...outcome }: AwayOutcome): void => {
    expect(outcome).toMatchObject({ lost: 0, disordered: 0 });
    expect(ledger).toMatchObject({ stored: accepted, quarantined: 0, inFlight: 0 });
    expect(ledger.accepted).toBe(ledger.stored + ledger.duplicate);
  };

  it('no sender sees that it is frozen, and everything comes once and in order', async () => {
    const outcome = await take({ signal: 'SIGSTOP', awayMs: 10_000, pauseMs: 100 });
    expectNothingLost(outcome);
    expect(outcome).toMatchObject({ refused: {}, ready: true });
    // Who waited for the broker would have posted once: 20 senders, five interactions each.
    expect(outcome.mostWaiting).toBeGreaterThan(2 * 100);
  });

  it('senders are told to come again when the spool is full, and nothing is lost', async () => {
    const outcome = await take({
      signal: 'SIGSTOP',
      awayMs: 0,
      untilRefused: true,
      environment: { HILO_SPOOL_MAX_MB: '1' },
    });
    expectNothingLost(outcome);
    expect(outcome.refused).toEqual({ '503, retry after 1': expect.any(Number) });
    expect(outcome.ready).toBe(true);
  });

  // The last of them: the groups of ingest wait for the member that was killed. Away for longer than a session: who then still
  // works on what was fetched before gives its partitions up.
  it('everything comes once and in order although ingest, too, is killed while it drains the spool', async () => {
    const outcome = await take({ signal: 'SIGKILL', awayMs: 13_000, killsIngest: true });
    expectNothingLost(outcome);
    expect(outcome).toMatchObject({ refused: {}, ready: true });
    expect(outcome.leftByKill).toBeGreaterThan(0);
    expect(outcome.leftByKill).toBeLessThan(outcome.mostWaiting);
  });
}
