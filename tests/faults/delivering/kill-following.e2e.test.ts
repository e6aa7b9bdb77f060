import { createTestDatabase } from '@hilo/testing';
import { expect, it } from 'vitest';
import { type FollowedRow, faultsOfFollowing } from './following-verdict.ts';
import { killFollowing } from './kill-following.ts';

const [kills, invitations] = [6, 160];

it(`whoever does not answer is reminded and asked on another channel, once each, after ${kills} kills of who sends`, async () => {
  const database = await createTestDatabase();
  const options = { databaseUrl: database.url, invitations, kills, seed: 19, say: console.log };
  const { faults, found, ended, seconds } = await killFollowing(options);
  console.log(ended, `${seconds} s`);
  expect(faults).toEqual([]);
  expect(found.invitations).toHaveLength(invitations);
  expect(found.answeredAt.size).toBe(invitations / 4);
  for (const one of ['invitation email', 'reminder email', 'fallback sms'])
    expect(ended).toHaveProperty([`${one} accepted`]);
  for (const one of ['invitation email', 'fallback sms']) expect(ended).toHaveProperty([`${one} unknown`]);

  // That nothing was found means nothing unless a single one of them would have been.
  const first = (is: (row: FollowedRow) => boolean): FollowedRow[] => found.messages.filter(is).slice(0, 1);
  // Of who has answered meanwhile, or was reminded on the last channel as well, the message would not be missed.
  const isLast = ({ invitation, ordinal }: FollowedRow): boolean =>
    found.messages.every((other) => other.invitation !== invitation || other.ordinal <= ordinal);
  const [sms] = first(
    (row) =>
      row.kind === 'fallback' && row.state === 'accepted' && !found.answeredAt.has(row.invitation) && isLast(row),
  );
  const [reminder] = first(({ kind, state }) => kind === 'reminder' && state === 'accepted');
  const without = (row: FollowedRow | undefined) => found.messages.filter((one) => one !== row);
  const again = found.arrived.filter(({ message }) => message === sms?.id);
  const withMessages = (messages: readonly FollowedRow[]) => faultsOfFollowing({ ...found, messages }).join('\n');
  expect(faultsOfFollowing({ ...found, arrived: [...found.arrived, ...again] }).join('\n')).toContain(
    '1: arrived twice',
  );
  expect(withMessages(without(sms))).toContain('1: were left alone before the last channel');
  expect(withMessages(without(sms))).toContain('1: arrived, and there is no such message');
  expect(withMessages([...found.messages, ...(reminder ? [reminder] : [])])).toContain('asked on a channel, twice');
  expect(faultsOfFollowing({ ...found, answeredAt: new Map([[sms?.invitation ?? '', 0]]) }).join('\n')).toContain(
    'arrived after an answer was committed',
  );
  await database.drop();
});
