import { z } from 'zod';
import { worded } from './worded.ts';

/** What a mail says that asks somebody. */
export const MailTexts = z.strictObject({
  subject: worded('company', 'question'),
  reminderSubject: worded('company', 'question'),
  intro: worded('company', 'contact', 'date'),
  reminder: worded('company'),
  tap: worded().describe('Above the scores: that choosing one sends nothing yet.'),
  answer: worded().describe('On the button.'),
  until: worded('until'),
  why: worded().describe('Above why somebody gets this.'),
  whyContact: worded('company', 'contact', 'date'),
  whyConsent: worded('date', 'source').describe('Where the address comes from, where consent was given.'),
  whyAddress: worded('company').describe('Where the address comes from, where nothing else is known.'),
  whatFor: worded('company', 'purpose'),
  refuse: worded().describe('On the link by which nobody asks again.'),
  notMe: worded().describe('On the link of whom it was not meant for.'),
});
