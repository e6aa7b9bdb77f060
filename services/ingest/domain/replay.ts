import { deadLetterTopics, topics } from '@hilo/contracts';

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
    // A later message of the key may be on the log: this one would take its place for whoever reads the topic anew.
    ({ topic }) => topic !== topics.erasures.name && isCompacted(topic),
    'Of this topic only the latest message of every key counts, and this one would become it. Have its writer tell it ' +
      'anew by changing what it is about; then discard this.',
  ],
];

/** Why it cannot be put onto the log again, and what to do instead; `undefined` if it can. */
export const obstacleTo = (one: Replayable): string | undefined => obstacles.find(([stands]) => stands(one))?.[1];

const isCompacted = (name: string): boolean =>
  deadLetterTopics.some(({ topic }) => topic.name === name && topic.cleanup.policy === 'compact');
