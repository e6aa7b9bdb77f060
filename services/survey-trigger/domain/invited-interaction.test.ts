import { AcceptedInteraction, Interaction, interactionRecord, stamped } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { identifierOf, invitedInteraction } from './invited-interaction.ts';

const [own, other] = ['00000000-0000-8000-8000-00000000000a', '00000000-0000-8000-8000-00000000000b'];
const address = { kind: 'email', value: 'ana@example.org' };
const firstSeenAt = '2026-01-01T00:00:00.000Z';
const invited = {
  id: '00000000-0000-8000-8000-0000000000aa',
  programme: 'after-the-flight',
  programmeVersion: 2,
  channel: 'email',
  identifier: { kind: 'loyalty_id', value: 'L-1' },
  journey: { id: 'trip-1', name: 'trip' },
  at: Date.UTC(2026, 2, 1),
} as const;

it('an invitation on the thread is an interaction as a channel system may post it', () => {
  const interaction = invitedInteraction(invited);
  expect(Interaction.parse(interaction)).toEqual(interaction);
  expect(invitedInteraction({ ...invited, journey: undefined })).not.toHaveProperty('journey');
  const stamp = { source: 'hilo/survey-trigger', receivedAt: invited.at, isTimeDerived: true };
  const content = stamped(JSON.stringify(interaction), stamp);
  expect(AcceptedInteraction.parse(JSON.parse(content))).toEqual({
    ...interaction,
    source: stamp.source,
    receivedAt: '2026-03-01T00:00:00.000Z',
    derived: ['occurredAt'],
  });
  expect(interactionRecord({ id: interaction.id, source: stamp.source, interaction, content })).toMatchObject({
    key: 'loyalty_id:l-1',
    headers: { ce_id: 'invited:00000000-0000-8000-8000-0000000000aa', ce_source: 'hilo/survey-trigger' },
  });
});

it('decided again at another moment it has the same id, and says nothing else but the time', () => {
  const { occurredAt: _before, ...first } = invitedInteraction(invited);
  const { occurredAt: _after, ...second } = invitedInteraction({ ...invited, at: invited.at + 60_000 });
  expect(second).toEqual(first);
});

it('names the identifier of its subject alone; the address, where that says no longer who it is', () => {
  const held = (subject: string, kind: string, value: string, status: 'linked' | 'shared' = 'linked') => {
    return { subject, kind, value, status, firstSeenAt };
  };
  const email = held(other, address.kind, address.value);
  const loyalty = held(own, 'loyalty_id', 'L-1');
  expect(identifierOf(own, [email, loyalty], address)).toEqual({ kind: 'loyalty_id', value: 'L-1' });
  expect(identifierOf(own, [email, { ...loyalty, status: 'shared' }], address)).toEqual(address);
  expect(identifierOf(own, [email], address)).toEqual(address);
});
