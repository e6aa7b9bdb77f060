import { z } from 'zod';
import { worded } from './worded.ts';

/** What a voice says that asks on the telephone, where digits are pressed. */
export const VoiceTexts = z.strictObject(
  {
    again: worded().describe('Before a question that is asked again, since what was pressed is no answer to it.'),
    rate: worded('lowest', 'highest', 'worst', 'best'),
    choose: worded('digits', 'choice'),
    refuse: worded('digits').describe('How somebody says that nobody is to ask again.'),
    thanks: worded('company'),
    screened: worded('company').optional().describe('To whoever is of a quota that is full; without it, thanks.'),
    refused: worded(),
    closed: worded(),
  },
  { error: 'is missing' },
);
