import { Timestamp, Word } from '@hilo/contracts';
import { z } from 'zod';
import { followUpMessages } from '../cases/follow-up.ts';
import { refuseQueue, refuseWords } from '../cases/vocabulary.ts';
import { refuseUnless } from '../cases/work.ts';
import { assign, comment, pause, reopen, resolveCase, resume } from '../domain/cases/steps.ts';
import { instantAhead, workRoute } from './case-working.ts';
import type { Route } from './context.ts';

const Person = z.string().min(1).max(200).nullable().optional();
const Note = z.string().min(1).max(4000);
const Why = z.string().min(1).max(1000);

const assignRoute = workRoute({
  path: 'assign',
  summary: 'Give a case to somebody, to another queue, or to a defender',
  description: '`null` takes it from whoever has it.',
  body: z
    .strictObject({ queue: Word.optional(), owner: Person, defender: Person, why: Why.optional() })
    .refine(({ queue, owner, defender }) => queue !== undefined || owner !== undefined || defender !== undefined, {
      path: ['owner'],
      message: 'is missing, as are queue and defender',
    }),
  example: { owner: 'ana.ruiz@example.com', why: 'She knows the customer.' },
  step: (one, { why, ...to }, rules, done) => {
    refuseUnless(one, ['open', 'waiting', 'resolved'], 'is assigned');
    refuseQueue(to.queue, rules);
    return assign(one, to, why, done);
  },
});

const commentRoute = workRoute({
  path: 'comment',
  summary: 'Write something into the history of a case',
  description: 'For colleagues; the customer is told nothing.',
  body: z.strictObject({ text: Note }),
  example: { text: 'The bag is in Lisbon, on tomorrow’s first flight.' },
  step: (one, { text }, _rules, done) => comment(one, text, done),
});

const pauseRoute = workRoute({
  path: 'pause',
  summary: 'Let the clocks of a case stand: it waits for the customer, or for somebody else',
  description:
    "Until then, until `…/resume`, or until the customer's next word on any channel. Nothing is due meanwhile, and nothing escalates.",
  body: z.strictObject({ why: Why, until: Timestamp.optional() }),
  example: { why: 'Waits for the customer’s receipt.' },
  step: (one, { why, until }, rules, done) => {
    refuseUnless(one, ['open'], 'is paused');
    return pause(one, { why, until: instantAhead(until, done.at) }, rules, done);
  },
});

const resumeRoute = workRoute({
  path: 'resume',
  summary: 'Let the clocks of a case run again',
  description: 'What was left when it was paused is left now.',
  body: z.strictObject({ why: Why.default('resumed') }),
  example: { why: 'The receipt is here.' },
  step: (one, { why }, rules, { by, at }) => {
    refuseUnless(one, ['waiting'], 'is resumed');
    return resume(one, rules, { at, by, why });
  },
});

const resolveRoute = workRoute({
  path: 'resolve',
  summary: 'Close a case, with why it came to that and what was done about it',
  description:
    'In words of the vocabulary (`rootCauses`, `resolutions` of GET /v1/case-rules). It is put on the thread as `case_resolved`, so that a programme can ask the customer how it is now; the answer is on the case as `after`.',
  body: z.strictObject({ rootCause: Word, resolution: Word, note: Note.optional() }),
  example: { rootCause: 'delay', resolution: 'compensated', note: 'A voucher of 50 €.' },
  step: (one, resolution, rules, done) => {
    refuseUnless(one, ['open', 'waiting'], 'is resolved');
    refuseWords(resolution, rules);
    return resolveCase(one, resolution, done);
  },
  more: (tx, { after, at }) => followUpMessages(tx, after, at),
});

const reopenRoute = workRoute({
  path: 'reopen',
  summary: 'Open a case again: its clocks begin anew, and what they said stays in its history',
  description: 'The third time, it goes one level up.',
  body: z.strictObject({ why: Why }),
  example: { why: 'The voucher did not work.' },
  step: (one, { why }, rules, { by, at }) => {
    refuseUnless(one, ['resolved'], 'is opened again');
    return reopen(one, rules, { at, by, why });
  },
});

/** What somebody does with a case. */
export const workOnCaseRoutes: readonly Route[] = [
  assignRoute,
  commentRoute,
  pauseRoute,
  resumeRoute,
  resolveRoute,
  reopenRoute,
];
