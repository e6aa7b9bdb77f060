import { topics } from '@hilo/contracts';
import { nameHashes, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { Programme } from '../domain/programme.ts';
import { newToken, type TokenPurpose } from '../domain/tokens/token.ts';
import { handlers } from '../pipeline.ts';
import { fixedProgrammes } from '../store/programmes.ts';
import { saveTokens } from '../store/survey-tokens.ts';

export const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;

type Known = { email?: string; loyalty?: string; language?: string; consents?: readonly object[] };

const consent = {
  purpose: 'feedback',
  state: 'granted',
  source: 'web',
  interaction: 'yes',
  at: '2026-01-01T00:00:00.000Z',
};

/** The record of somebody, as identity-resolution tells it. */
export const recordOf = (id: string, { email, loyalty, language, consents = [consent] }: Known) => ({
  id,
  version: 1,
  updatedAt: '2026-03-01T10:00:00.000Z',
  ambiguous: false,
  subjects: [id],
  identifiers: [
    ...(email === undefined ? [] : [['email', email]]),
    ...(loyalty === undefined ? [] : [['loyalty_id', loyalty]]),
  ].map(([kind, value]) => ({ kind, value, subject: id, firstSeenAt: '2026-01-01T00:00:00.000Z', status: 'linked' })),
  traits: {},
  consents,
  contactPreferences: language === undefined ? {} : { language },
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

/** A programme with a question of each kind. */
export const everyKind = Programme.parse({
  id: 'every-kind',
  version: 1,
  title: 'Every kind of question',
  when: { touchpoints: ['flight.arrival'] },
  questions: [
    {
      question: 'likelihood_to_recommend',
      scale: 'nps',
      text: {
        en: 'How likely are you to recommend us to a friend?',
        es: '¿Qué probabilidad hay de que nos recomiende a un amigo?',
        ar: 'ما مدى احتمال أن توصي بنا لصديق؟',
      },
    },
    {
      question: 'what_was_wrong',
      scale: 'text',
      text: { en: 'What went wrong?', es: '¿Qué salió mal?', ar: 'ما الذي لم يكن على ما يرام؟' },
      showIf: { question: 'likelihood_to_recommend', operator: 'at-most', value: 6 },
    },
    {
      question: 'crew',
      scale: 'csat',
      text: {
        en: 'How satisfied were you with the crew?',
        es: '¿Cómo valora la tripulación?',
        ar: 'ما مدى رضاك عن الطاقم؟',
      },
    },
    {
      question: 'effort',
      scale: 'ces',
      text: { en: 'It was easy to check in.', es: 'Facturar fue fácil.', ar: 'كان تسجيل الوصول سهلا.' },
    },
    {
      question: 'food',
      scale: 'stars',
      text: { en: 'How was the food?', es: '¿Qué tal la comida?', ar: 'كيف كان الطعام؟' },
    },
    {
      question: 'why_flown',
      scale: 'choice',
      text: { en: 'Why did you fly?', es: '¿Por qué voló?', ar: 'لماذا سافرت؟' },
      choices: [
        { code: 'work', text: { en: 'For work', es: 'Por trabajo', ar: 'للعمل' } },
        { code: 'family', text: { en: 'To see my family', es: 'Para ver a mi familia', ar: 'لزيارة عائلتي' } },
        { code: 'holiday', text: { en: 'On holiday', es: 'De vacaciones', ar: 'في إجازة' } },
      ],
    },
    {
      question: 'used',
      scale: 'choice',
      several: true,
      text: { en: 'What did you use?', es: '¿Qué utilizó?', ar: 'ماذا استخدمت؟' },
      choices: [
        { code: 'lounge', text: { en: 'The lounge', es: 'La sala VIP', ar: 'الصالة' } },
        { code: 'app', text: { en: 'The app', es: 'La aplicación', ar: 'التطبيق' } },
        { code: 'wifi', text: { en: 'Wi-Fi on board', es: 'El wifi a bordo', ar: 'الإنترنت على متن الطائرة' } },
      ],
    },
    {
      question: 'anything_else',
      scale: 'text',
      text: { en: 'Anything else?', es: '¿Algo más?', ar: 'هل هناك شيء آخر؟' },
    },
  ],
  languages: ['en', 'es', 'ar'],
  defaultLanguage: 'en',
  purpose: 'feedback',
  contacts: [
    { channel: 'email', kind: 'email' },
    { channel: 'sms', kind: 'phone' },
  ],
  askAfterMinutes: 0,
  restDays: 0,
});

const hashes = nameHashes('a secret of the tests');
let invitations = 0;

type Invited = { subject: string; email: string; language?: string; programme?: Programme; occurredAt?: number };

/** Somebody with a record who was invited, by a programme that is kept as it was published; gives the id of the invitation. */
export const invite = async (
  pool: Pool,
  { subject, email, language, programme = everyKind, occurredAt = Date.now() - 3_600_000 }: Invited,
): Promise<string> => {
  const record = recordOf(subject, { email, ...(language !== undefined && { language }) });
  await transaction(pool, async (tx) => {
    const told = { offset: 0, key: '', value: JSON.stringify(record), headers: {}, appendedAt: 0 };
    await handlers(fixedProgrammes([]), hashes)[topics.customers.name]?.(tx, { records: [told] });
  });
  await pool.query(
    `INSERT INTO programme_versions (id, version, programme, by, why, at)
     VALUES ($1, $2, $3, '{"key":"test","source":"a test"}', 'a test', now()) ON CONFLICT DO NOTHING`,
    [programme.id, programme.version, JSON.stringify(programme)],
  );
  invitations += 1;
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer, attribution_version,
                              record_version, circumstances, occurred_at, due_at, deadline, state, channel, contact_point, consent, decided_at)
     VALUES (gen_random_uuid(), $1, $2, 'gate', $3, 'flight.arrival', $4, $4, 1, 1, '{"answered":[]}', $5, $5, $6, 'invited', 'email', $7,
             '{"source":"web","interaction":"yes","at":"2026-01-01T00:00:00.000Z"}', $5) RETURNING id`,
    [
      programme.id,
      programme.version,
      `invited-${invitations}`,
      subject,
      new Date(occurredAt).toISOString(),
      new Date(occurredAt + 48 * 3_600_000).toISOString(),
      JSON.stringify({ kind: 'email', value: email }),
    ],
  );
  return rows[0]?.id ?? '';
};

type Linked = { invitation: string; purpose?: TokenPurpose; expiresAt?: number };

/** A link that was given to somebody for an invitation; gives its secret. */
export const linkTo = async (
  pool: Pool,
  { invitation, purpose = 'answer', expiresAt = Date.now() + 86_400_000 }: Linked,
): Promise<string> => {
  const { token, hash } = newToken();
  const kept = { hash, purpose, invitation, createdAt: Date.now(), expiresAt };
  await transaction(pool, (tx) => saveTokens(tx, [kept]));
  return token;
};
