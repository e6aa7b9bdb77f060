import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export type Member = { process: ChildProcess; joining: Promise<void> };

/** Processes that are members of the same groups, and when each group handled something of each partition last. */
export type MeasuredMembership = {
  start(name: string): Promise<Member>;
  end(member: Member, signal: NodeJS.Signals): Promise<void>;
  /** Forgets how long partitions stood still so far. */
  begin(): void;
  longestMs(): number;
  /** Of each group, the milliseconds from then until it has handled something of every partition; at most so many. */
  backAfterMs(from: number, atMostMs: number): Promise<number[]>;
  killAll(): Promise<void>;
};

type Options = { brokers: readonly string[]; client: string; topic: string; groups: number; session: string };

export function openMembership(options: Options, partitions: number): MeasuredMembership {
  const handledAt = new Map<string, number>();
  const running = new Set<Member>();
  let longest = 0;

  const note = (line: string): void => {
    const [group, partition, text] = line.split(' ');
    const [place, at] = [`${group} ${partition}`, Number(text)];
    longest = Math.max(longest, at - (handledAt.get(place) ?? at));
    handledAt.set(place, at);
  };
  const isBack = (group: number, from: number): boolean =>
    Array.from({ length: partitions }, (_, at) => handledAt.get(`${group} ${at}`) ?? 0).every((at) => at > from);
  const end = async (member: Member, signal: NodeJS.Signals): Promise<void> => {
    running.delete(member);
    const gone = once(member.process, 'exit');
    member.process.kill(signal);
    await gone;
  };

  return {
    start: async (instance) => {
      const words = Object.entries({ ...options, instance }).map(([name, value]) => `--${name}=${value}`);
      const child = spawn(process.execPath, [join(import.meta.dirname, 'member.ts'), ...words], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const joining = Promise.withResolvers<void>();
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === 'joining') joining.resolve();
        else note(line);
      });
      const member = { process: child, joining: joining.promise };
      running.add(member);
      await member.joining;
      return member;
    },
    end,
    begin: () => {
      longest = 0;
    },
    longestMs: () => Math.max(longest, ...[...handledAt.values()].map((at) => Date.now() - at)),
    backAfterMs: async (from, atMostMs) => {
      const after = new Map<number, number>();
      for (; after.size < options.groups && Date.now() - from < atMostMs; await sleep(50)) {
        for (let group = 0; group < options.groups; group += 1)
          if (!after.has(group) && isBack(group, from)) after.set(group, Date.now() - from);
      }
      return Array.from({ length: options.groups }, (_, group) => after.get(group) ?? Number.POSITIVE_INFINITY);
    },
    killAll: async () => void (await Promise.all([...running].map((member) => end(member, 'SIGKILL')))),
  };
}
