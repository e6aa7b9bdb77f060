import { deadLetterTopics, rebuildTopics, replayTopics, topics } from '@hilo/contracts';
import { kindOfReason } from './reason.ts';

/** What is in the quarantine, as far as it says whether it can be put onto the log again. */
export type Replayable = { topic: string; reason: string; isFixed: boolean };

const obstacles: readonly [(one: Replayable) => boolean, string][] = [
  [
    ({ reason, isFixed }) => reason === 'conflicting-duplicate' && !isFixed,
    'Something else is stored under its id, so it would only come back. Fix it first: give it another id.',
  ],
  [
    ({ reason, isFixed }) => reason.startsWith('refused:') && !isFixed,
    'It is no interaction yet, so there is nothing to put onto the log. Fix it first.',
  ],
  [
    ({ topic }) => rebuildTopics.some(({ name }) => name === topic),
    'It was told again to rebuild a service, and what it says may be old by now. Rebuild the service again: hilo rebuild; ' +
      'then discard this.',
  ],
  [
    // A later message of the key may be on the log: this one would take its place for whoever reads the topic anew.
    ({ topic, reason }) => topic !== topics.erasures.name && isCompacted(topic) && !isOurFault(reason),
    'Of this topic only the latest message of every key counts, and this one would become it. Have its writer tell it ' +
      'anew by changing what it is about; then discard this.',
  ],
];

/** Why it cannot be put onto the log again, and what to do instead; `undefined` if it can. */
export const obstacleTo = (one: Replayable): string | undefined => obstacles.find(([stands]) => stands(one))?.[1];

/**
 * The topic that a message goes to when it is put onto the log again: its own, or, where it was good and the topic keeps only
 * the latest of every key, one that only the group reads that could not process it.
 */
export const replayedTo = ({ topic, group, reason }: { topic: string; group: string; reason: string }): string =>
  (isOurFault(reason)
    ? replayTopics.find((one) => one.topic.name === topic && one.group === group)?.name
    : undefined) ?? topic;

/** The message was good, and Hilo made a mistake. */
const isOurFault = (reason: string): boolean => kindOfReason(reason) === 'our-fault';

const isCompacted = (name: string): boolean =>
  deadLetterTopics.some(({ topic }) => topic.name === name && topic.cleanup.policy === 'compact');
