import { loadProgrammes } from '../config.ts';

const [shipped] = loadProgrammes();

export const happened = Date.UTC(2026, 2, 1, 10);
export const minute = 60_000;
export const hour = 60 * minute;
export const now = happened + 2 * hour;
export const timestamp = (at: number): string => new Date(at).toISOString();
export const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
export const [ana, luis] = [uuid(1), uuid(2)];
export const phone = (n: number) => ({ kind: 'phone', value: `+3460000000${n}` });
export const email = (name: string) => ({ kind: 'email', value: `${name}@example.org` });

type Fields = { subject?: string; version?: number; withdrawn?: boolean; source?: string; at?: number };

export const message = (id: string, interaction: object, fields: Fields = {}) => {
  const { subject = ana, version = 1, withdrawn = false, source = 'dialler', at = happened } = fields;
  return {
    interaction: {
      id,
      source,
      receivedAt: timestamp(at),
      occurredAt: timestamp(at),
      touchpoint: 't',
      kind: 'called',
      ...interaction,
    },
    subject,
    customer: subject,
    version,
    recordVersion: 1,
    ...(withdrawn && { withdrawn }),
    why: { rule: 'strongest-identifier', identifier: email('ana'), registryVersion: 1 },
  };
};
export const call = (id: string, fields: Fields = {}, more: object = {}) =>
  message(id, { channel: 'call_centre', direction: 'outbound', identifiers: [phone(1)], ...more }, fields);
export const arrival = (id: string, fields: Fields = {}) =>
  message(
    id,
    {
      channel: 'other',
      touchpoint: shipped?.when.touchpoints?.[0],
      kind: shipped?.when.kinds?.[0],
      identifiers: [email('ana')],
    },
    { source: 'gate', ...fields },
  );
export const record = (
  id: string,
  version: number,
  held: { kind: string; value: string }[],
  subjects: string[] = [id],
  consents: object[] = [],
) => ({
  id,
  version,
  updatedAt: timestamp(happened + version),
  ambiguous: false,
  subjects,
  identifiers: held.map((one) => ({ ...one, subject: id, firstSeenAt: timestamp(happened), status: 'linked' })),
  traits: {},
  consents: [
    { purpose: 'feedback', state: 'granted', source: 'web', interaction: 'yes', at: timestamp(0) },
    ...consents,
  ],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});
