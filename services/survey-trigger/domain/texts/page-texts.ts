import { Channel } from '@hilo/contracts';
import { z } from 'zod';
import { worded } from './worded.ts';

/** What is asked before something is changed that is not taken back at once, and what is said after. */
const step = z.strictObject(
  {
    title: worded(),
    text: worded('company'),
    button: worded(),
    done: worded(),
    doneText: worded('company'),
  },
  { error: 'is missing' },
);

const message = z.strictObject({ title: worded(), text: worded() }, { error: 'is missing' });

/** What the pages say that people see: the survey, its end, the preferences. */
export const PageTexts = z.strictObject({
  progress: worded('number', 'about'),
  question: worded('number', 'about', 'question').describe('The title of a page.'),
  next: worded(),
  skip: worded(),
  back: worded(),
  several: worded().describe('Where more than one of the choices may be chosen.'),
  optional: worded('most').describe('Under a field for text: that it may stay empty, and how much there is room for.'),
  score: worded('value', 'highest').describe('What a star is called for who does not see it.'),
  error: worded().describe('First in the title, where an answer was refused.'),
  wrong: worded().describe('Above what is wrong.'),
  missing: worded(),
  impossible: worded(),
  tooLong: worded('most'),
  why: worded().describe('Above why somebody is asked.'),
  language: worded(),
  keep: worded().describe('On the link back, where nothing is to be changed.'),
  refuse: step.describe('Do not ask me again.'),
  refuseEveryVoice: z
    .strictObject({ text: worded('company'), button: worded() })
    .optional()
    .describe(
      'Beside the button of `refuse`, of whoever may be asked as a customer and as an employee; without it, in English.',
    ),
  notMe: step.describe('This is not me.'),
  thanks: z.strictObject({ title: worded(), text: worded('company') }, { error: 'is missing' }),
  screened: z
    .strictObject({ title: worded(), text: worded('company') })
    .optional()
    .describe('Of whoever is of a quota that is full; without it, thanks.'),
  answered: message.optional().describe('Of a receipt whose transaction has its one answer; without it, `closed`.'),
  closed: message.describe('Of a link that was never given, is used up, or expired: it says which to nobody.'),
  busy: message.describe('Too many requests from one address.'),
  tooLarge: message,
  failed: message.describe('Something is wrong with us; what was answered is kept.'),
  preferences: z.strictObject(
    {
      link: worded().describe('On the link to this page.'),
      title: worded('company'),
      saved: worded(),
      channels: worded(),
      channelNames: z.partialRecord(Channel, z.string().min(1).max(100)),
      hours: worded(),
      anyHour: worded(),
      from: worded('from', 'to'),
      often: worded(),
      asOften: worded(),
      pause: worded('days'),
      paused: worded('until'),
      save: worded(),
      nothing: worded().describe('Above the button by which nobody asks again.'),
    },
    { error: 'is missing' },
  ),
});
