import { answerOf, api } from './client.ts';
import type { components } from './schema.d.ts';

type Asking = { signal: AbortSignal };

/** A contact policy, as it is written. */
export type Policy = components['schemas']['ContactPolicyInput'];
export type ContactClass = components['schemas']['ContactClass'];
export type Channel = components['schemas']['Channel'];

/** Where, by which channel, of which kind and in which week contacts are asked about; by the policy in force, or by another. */
export type HoursAsked = { place: string; channel: Channel; class: ContactClass; from: string; policy?: Policy };

/** Who presses whom, when contacts are permitted, and by which policy; each by itself, so that what cannot be read hides no other. */
export const askPressure = {
  counts: ({ from, to, signal }: Asking & { from: string; to: string }) =>
    answerOf(api.GET('/v1/contacts/counts', { params: { query: { from, to } }, signal })),
  pressed: ({ signal }: Asking) => answerOf(api.GET('/v1/contacts/pressed', { signal })),
  hours: ({ signal, ...body }: Asking & HoursAsked) => answerOf(api.POST('/v1/contact-policy/hours', { body, signal })),
  policy: ({ signal }: Asking) => answerOf(api.GET('/v1/contact-policy', { signal })),
  packs: ({ signal }: Asking) => answerOf(api.GET('/v1/contact-policy/packs', { signal })),
  versions: ({ cursor, signal }: Asking & { cursor: string | undefined }) => {
    const query = { limit: 10, ...(cursor !== undefined && { cursor }) };
    return answerOf(api.GET('/v1/contact-policy/versions', { params: { query }, signal }));
  },
  dryRun: ({ id, signal }: Asking & { id: string }) =>
    answerOf(api.GET('/v1/contact-policy/dry-runs/{id}', { params: { path: { id } }, signal })),
};

type Asked<Name extends keyof typeof askPressure> = Awaited<ReturnType<(typeof askPressure)[Name]>>;
export type ContactCounts = Asked<'counts'>;
export type PressedCustomer = Asked<'pressed'>['customers'][number];
export type PermittedHours = Asked<'hours'>;
export type PolicyVersion = Asked<'policy'>;
export type LawPack = Asked<'packs'>['packs'][number];
export type ContactRule = LawPack['rules'][number];
export type PolicyTrial = Asked<'dryRun'>;
export type PolicyResult = NonNullable<PolicyTrial['result']>;

/** Asks what another policy would have decided; what takes longer than a second is asked for again. */
export const tryPolicy = (policy: Policy): Promise<PolicyTrial> =>
  answerOf(api.POST('/v1/contact-policy/dry-runs', { body: { policy } }));

export const stopTrial = (id: string) =>
  answerOf(api.DELETE('/v1/contact-policy/dry-runs/{id}', { params: { path: { id } } }));

/** Publishes it as the next version, unless another was published than the one that was seen. */
export const publishPolicy = (policy: Policy, { why, seen }: { why: string; seen: number }): Promise<PolicyVersion> =>
  answerOf(api.PUT('/v1/contact-policy', { body: { policy, why }, params: { header: { 'if-match': `"${seen}"` } } }));
