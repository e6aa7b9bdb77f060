import { z } from 'zod';
import { Voice } from './voice.ts';
import { Channel, Word } from './words.ts';

export const ContactClass = z
  .enum(['commercial', 'survey', 'service', 'collection'])
  .describe(
    'What kind of contact it is: to sell, to ask how it was, to serve who is a customer already, or to collect a debt.',
  );
export type ContactClass = z.infer<typeof ContactClass>;

export const lawPackNames = ['general', 'ES', 'CO', 'FR', 'DE', 'UK', 'US', 'MX', 'CL', 'PE', 'AR', 'BR'] as const;

export const LawPack = z
  .string()
  .regex(new RegExp(`^(?:${lawPackNames.join('|')})$`), `is none of ${lawPackNames.join(', ')}`)
  .describe(
    'Rules that Hilo ships: what is decent everywhere (general), and the law of a country. Have it confirmed by counsel.',
  );

const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
const WallTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is no time of day such as 09:30');
const EndOfHours = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'is no time of day such as 21:00 or 24:00');

export const ContactHours = z
  .strictObject({
    days: z.array(Weekday).min(1),
    from: WallTime.describe('From this minute on.'),
    to: EndOfHours.describe('Until before this minute; if that is not after `from`, of the day after.'),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'is when it begins; a whole day is 00:00 to 24:00' })
  .describe('Hours of some days, in the time on the wall of whoever is contacted.');
export type ContactHours = z.infer<typeof ContactHours>;

const longestWindowHours = 24 * 366;

export const ContactCap = z
  .strictObject({
    max: z.int().min(1).max(1000).describe('At most so many within the window, this one among them.'),
    windowHours: z
      .number()
      .positive()
      .max(longestWindowHours)
      .describe(
        'The hours before the contact in which they are counted: a window that rolls, not a day or a week of the calendar.',
      ),
    of: z
      .enum(['contacts', 'channels'])
      .default('contacts')
      .describe('What is counted: contacts by their weight, or on how many channels there were any.'),
    classes: z.array(ContactClass).min(1).optional().describe('Only contacts of these classes count; without it, all.'),
    channels: z.array(Channel).min(1).optional().describe('Only contacts on these channels count; without it, all.'),
  })
  .describe('How many contacts somebody has to put up with.');
export type ContactCap = z.infer<typeof ContactCap>;

const days = z.number().min(0).max(3660);

const rule = {
  id: Word.describe('As reasons name it.'),
  jurisdiction: z
    .string()
    .regex(/^(?:general|[A-Z]{2}(?:-[A-Z0-9]{1,3})?)$/, 'is general, or a place such as ES or US-CA')
    .describe('Whom it protects: everybody (general), or who may be at this place, as ISO 3166 names it; UK is GB.'),
  channels: z.array(Channel).min(1),
  classes: z.array(ContactClass).min(1),
  voices: z
    .array(Voice)
    .min(1)
    .optional()
    .describe(
      'Whom it protects: who is contacted as a customer, or for a purpose of employees, managers or auditors; without it, everybody. What is counted is counted for each voice by itself.',
    ),
  hours: z
    .union([z.literal('any'), z.array(ContactHours).min(1).max(50)])
    .optional()
    .describe('When it permits a contact; `any` says that it does so at any time.'),
  quiet: z.array(ContactHours).min(1).max(50).optional().describe('When it permits none, whatever `hours` say.'),
  holidays: z
    .enum(['none', 'national', 'regional', 'municipal'])
    .default('none')
    .describe('On which public holidays it permits no contact. Those of towns are among the days of the operator.'),
  zone: z.literal('recipient').default('recipient').describe('Whose clock it is: of whoever is contacted.'),
  caps: z.array(ContactCap).min(1).max(20).optional(),
  rest: z
    .strictObject({
      afterInvitation: days.optional(),
      afterAnswer: days.optional(),
      afterRefusal: days.optional(),
    })
    .optional()
    .describe('For so many days after an invitation, an answer or a refusal on any channel, it permits no contact.'),
  needs: z
    .enum(['consent', 'opt-out', 'none'])
    .optional()
    .describe(
      'consent: who was contacted has said yes. opt-out: has not said no. Of several rules the strictest counts; without any, consent.',
    ),
  registers: z
    .array(Word)
    .min(1)
    .optional()
    .describe(
      'Who stands on one of these opt-out registers is not contacted without consent, nor is anybody while it is out of date.',
    ),
  callerPrefix: z
    .string()
    .regex(/^\d{2,6}$/)
    .optional()
    .describe('With what the number has to begin from which is called.'),
  note: z.string().min(1).max(1000).optional(),
  source: z.string().min(1).max(500).describe('Where it is written: the law, or whose decision it is.'),
  readOn: z.iso.date().describe('When that was read.'),
  confidence: z.enum(['high', 'medium', 'low']).describe('How sure it is that it is so.'),
  confirmedBy: z.string().min(1).max(200).optional().describe('Which counsel has confirmed it; without, nobody has.'),
  inForceFrom: z.iso.date().optional().describe('From this day on; the law of the moment of the contact decides.'),
  inForceUntil: z.iso.date().optional().describe('From this day on no longer.'),
};

const saying = ['hours', 'quiet', 'caps', 'rest', 'needs', 'registers', 'callerPrefix'] as const;

export const ContactRule = z
  .strictObject(rule)
  .refine((one) => one.holidays !== 'none' || saying.some((name) => one[name] !== undefined), {
    message: `says nothing: it has none of ${saying.join(', ')} and holidays`,
  })
  .refine(({ inForceFrom = '', inForceUntil = '9999-12-31' }) => inForceFrom < inForceUntil, {
    path: ['inForceUntil'],
    message: 'is not after inForceFrom',
  });
export type ContactRule = z.infer<typeof ContactRule>;

/** A pack as it is shipped: its rules, and what a survey is in the eyes of that law. */
export const LawPackContent = z.strictObject({
  id: LawPack,
  surveysAre: ContactClass.describe('`commercial` where the law names surveys nowhere, or counts them as advertising.'),
  counsel: z.string().describe('What is to be done before it is relied upon.'),
  rules: z.array(ContactRule).min(1),
});
export type LawPackContent = z.infer<typeof LawPackContent>;

export const OwnHolidayRule = z.strictObject({
  place: z.string().regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/, 'is a place such as ES or ES-MD'),
  date: z.iso.date(),
  name: z.string().min(1).max(200),
});

/** Who may be contacted, when and how often: the law packs that are heeded, and the rules of the company. */
export const ContactPolicy = z
  .strictObject({
    packs: z
      .array(LawPack)
      .describe('Which packs are heeded. Whose country is not known has the rules of all of them.'),
    rules: z.array(ContactRule).max(500).default([]).describe('The rules of the company, beside those of the packs.'),
    surveysAre: z
      .record(LawPack, z.enum(['commercial', 'survey']))
      .default({})
      .describe('Where the counsel of the company sees surveys otherwise than the pack.'),
    sampling: z
      .array(z.strictObject({ programme: Word.optional(), share: z.number().min(0).max(1) }))
      .max(500)
      .default([])
      .describe(
        'Which share of those who might be asked are asked, by programme, or by all that have none of their own.',
      ),
    holidays: z.array(OwnHolidayRule).max(5000).default([]).describe('Days of the company, and of towns.'),
    whereUnknown: z
      .strictObject({ zones: z.array(z.string().min(1).max(64)).min(1).max(500) })
      .optional()
      .describe(
        'The time zones of all customers, for whom nothing else says it. Without it, such a customer may be anywhere.',
      ),
    registers: z
      .strictObject({ maxAgeDays: z.number().positive().max(366).default(30) })
      .default({ maxAgeDays: 30 })
      .describe('How old an opt-out register may be.'),
    staleAfterSeconds: z
      .number()
      .positive()
      .max(3600)
      .default(60)
      .describe('How far behind the thread the answer to a question may be that is asked before a contact.'),
    unknownCustomers: z
      .enum(['deny', 'judge'])
      .optional()
      .describe(
        'Whether somebody may be contacted whom nobody knows: deny, if absent. judge: as far as the rules permit it, by what is known of the contact point.',
      ),
    reservedForSeconds: z
      .number()
      .min(1)
      .max(7 * 86_400)
      .optional()
      .describe('How long after its moment a reserved contact counts that nobody reports: 900 seconds, if absent.'),
    defaultCountry: z
      .string()
      .regex(/^[A-Z]{2}$/, 'is no country such as ES')
      .optional()
      .describe(
        'The country of telephone numbers without the code of one, as the registry of identity-resolution has it: ES, if absent.',
      ),
  })
  .describe('Who may be contacted, when, and how often.');
export type ContactPolicy = z.infer<typeof ContactPolicy>;
