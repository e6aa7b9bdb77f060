import { topics } from '@hilo/contracts';
import type { TopicState } from '@hilo/log';
import { expect, it } from 'vitest';
import { checkTopics } from './topics.ts';

const asMade: TopicState = {
  name: topics.interactions.name,
  partitions: 12,
  replicas: 3,
  inSync: 3,
  minInSync: 2,
  leaderless: 0,
  cleanup: 'delete',
  retentionMs: 7 * 24 * 3_600_000,
};

/** What is said of this one topic, in a cluster of three brokers. */
const said = (changes: Partial<TopicState>): string[] =>
  checkTopics([{ ...asMade, ...changes }], 3)
    .filter(({ message }) => message.includes(topics.interactions.name))
    .map(({ status, message }) => `${status}: ${message}`);

it.each<[string, Partial<TopicState>, RegExp]>([
  ['a broker is away', { inSync: 2 }, /^warning: .* has 2 of 3 replicas in sync/],
  ['too many brokers are away', { inSync: 1 }, /^failed: .* takes nothing: 1 replicas are in sync, and 2 have to be/],
  ['a partition has no leader', { leaderless: 1, inSync: 0 }, /^failed: 1 partitions of .* have no leader/],
  ['it is on one broker', { replicas: 1, inSync: 1, minInSync: 1 }, /^warning: .* is on 1 of 3 brokers/],
  ['it has few partitions', { partitions: 3 }, /^warning: .* has 3 partitions in place of 12/],
  ['it keeps a day', { retentionMs: 86_400_000 }, /^failed: .* keeps 1 days in place of 7 days/],
  ['it is compacted', { cleanup: 'compact' }, /^failed: .* cleanup\.policy=compact in place of delete/],
])('says of a topic that %s', (_, changes, words) => {
  expect(said(changes)).toEqual([expect.stringMatching(words)]);
});

it.each<[string, Partial<TopicState>]>([
  ['as it is made', {}],
  ['with more partitions', { partitions: 24 }],
  ['that keeps more', { retentionMs: 30 * 86_400_000 }],
  ['that is also compacted', { cleanup: 'compact,delete' }],
])('says nothing of a topic %s', (_, changes) => {
  expect(said(changes)).toEqual([]);
});

it('says nothing of settings that it may not see, nor of a topic that keeps for ever', () => {
  const { minInSync, cleanup, retentionMs, ...unseen } = asMade;
  expect(checkTopics([unseen], 3).filter(({ message }) => message.startsWith(asMade.name))).toEqual([]);
  expect(
    checkTopics([{ ...unseen, minInSync: 2, cleanup: 'delete' }], 3).filter(({ message }) =>
      message.startsWith(asMade.name),
    ),
  ).toEqual([]);
});
