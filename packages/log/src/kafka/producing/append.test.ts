import { expect, it } from 'vitest';
import { createAppender } from './append.ts';
import type { Sender } from './sender.ts';

const leader = { node: 1, host: 'localhost', port: 9092 };

it('sends what is appended while a topic is opened in the order of the appends, and what comes just then behind it', async () => {
  const sent: (string | null)[] = [];
  const sender: Pick<Sender, 'leadersOf' | 'send'> = {
    leadersOf: async () => [leader],
    send: async (_leader, _topic, parts) => {
      for (const { records } of parts) sent.push(...records.map(({ value }) => value));
      return parts.map(() => 'durable');
    },
  };
  const counted = Promise.withResolvers<number>();
  const appender = createAppender({ sender, countPartitions: () => counted.promise, deadlineMs: 1000 });
  const appends: Promise<void>[] = [];
  const append = (): void => {
    appends.push(appender.append('topic', [{ key: 'k', value: String(appends.length) }]));
  };
  for (let n = 0; n < 3; n += 1) append();
  counted.resolve(1);
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.resolve();
    append();
  }
  await new Promise(setImmediate);
  append();
  await Promise.all(appends);
  expect(sent).toEqual(appends.map((_, n) => String(n)));
  await appender.close();
});
