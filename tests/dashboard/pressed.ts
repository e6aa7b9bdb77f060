import { expect } from 'vitest';
import { z } from 'zod';
import type { Opened } from './opened.ts';

type Given = () => Opened;

const Version = z.object({
  version: z.int(),
  why: z.string(),
  policy: z.looseObject({ packs: z.array(z.string()), rules: z.array(z.unknown()) }),
});
export const Versions = z.object({ versions: z.array(Version) });
export const policyOf = (opened: Given) => opened().hilo.client.get('/v1/contact-policy', Version);

const hourAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
/** Called four times within a day, the last of which she refuses; and somebody at whose number another answers. */
export const reports = () =>
  [
    ...['no_answer', 'busy', 'reached', 'refused'].map((outcome, n) => ({ who: 7, outcome, hours: 5 - n })),
    { who: 8, outcome: 'wrong_person', hours: 2 },
  ].map(({ who, outcome, hours }) => ({
    ...{ id: `pressure-${who}-${hours}`, outcome, startedAt: hourAgo(hours) },
    ...{ channel: 'call_centre', purpose: 'marketing', class: 'commercial' },
    identifier: { kind: 'customer_number', value: `DASH-${who}` },
    contactPoint: { kind: 'phone', value: `+3460000070${who}` },
  }));

/** Of which she has had more than it permits. */
export const thrice = {
  ...{ id: 'thrice-a-week', jurisdiction: 'general', channels: ['call_centre'], classes: ['commercial'] },
  ...{ caps: [{ max: 3, windowHours: 168 }], source: 'this test', readOn: '2026-01-01', confidence: 'high' },
};

/** Somebody else publishes it as the next version. */
export const publishByApi = async (
  opened: Given,
  { policy, version }: Pick<z.infer<typeof Version>, 'policy' | 'version'>,
): Promise<void> => {
  const response = await fetch(`${opened().hilo.url}/v1/contact-policy`, {
    method: 'PUT',
    headers: {
      ...{ authorization: 'Bearer the-key-of-the-operator', 'content-type': 'application/json' },
      'if-match': `"${version}"`,
    },
    body: JSON.stringify({ policy, why: 'So that it can be seen.' }),
  });
  expect(response.status).toBe(200);
};
