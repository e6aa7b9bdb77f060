import { setTimeout as delay } from 'node:timers/promises';
import { consumerGroups } from '@hilo/contracts';
import { groupsAreStable, moveLeaders } from '@hilo/testing';
import type { Processes } from './processes.ts';
import type { Blow, Service } from './schedule.ts';

export type Struck = { kills: Map<Service, number>; leadersMoved: number };

export type Strike = { processes: Processes; log: string | undefined; struck: Struck };

/** Does it, and gives a line that says so. Kills only what runs, so it may have to wait. */
export const strike = async ({ processes, log, struck }: Strike, blow: Blow): Promise<string> => {
  if ('moveLeadersOf' in blow) {
    const moved = await moveLeaders(brokersOf(log), 'hilo.', blow.moveLeadersOf);
    struck.leadersMoved += moved;
    return `${moved} partitions have another leader`;
  }
  const service = await firstThatMayBeKilled(processes, log, blow.kill);
  await processes.kill(service, blow.downMs);
  struck.kills.set(service, (struck.kills.get(service) ?? 0) + 1);
  const killed = [...struck.kills.values()].reduce((sum, count) => sum + count, 0);
  return `kill ${killed}: ${service}, away for ${blow.downMs} ms`;
};

/**
 * One that runs. Over Kafka, one whose groups wait for no member: a member that is killed while it joins is missed for five
 * minutes, and fifty of them would take hours.
 */
const firstThatMayBeKilled = async (
  processes: Processes,
  log: string | undefined,
  inOrder: readonly Service[],
): Promise<Service> => {
  for (;;) {
    for (const service of inOrder) {
      if (!processes.isRunning(service)) continue;
      if (log === undefined || (await groupsAreStable(brokersOf(log), groupsOf(service)))) return service;
    }
    await delay(250);
  }
};

const groupsOf = (service: Service): string[] =>
  Object.keys(consumerGroups).filter((group) => group === service || group.startsWith(`${service}.`));

const brokersOf = (log = ''): string[] => log.replace('kafka://', '').split(',');
