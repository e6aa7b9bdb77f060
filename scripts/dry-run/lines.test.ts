import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { bar, minutesText } from './bars.ts';
import { policyLines } from './policy-lines.ts';
import { programmeLines } from './programme-lines.ts';
import { reactionLines } from './reaction-lines.ts';

const plain = (lines: readonly string[]): string => stripVTControlCharacters(lines.join('\n'));
const head = { id: 'r-1', state: 'done', at: '2026-11-30T04:00:00.000Z' };
const history = { source: 'log', heardOf: 'at-once', interactions: 20_302, from: 'A', to: 'B', asOf: 'C' };

it('draws a share as long as it is, and whatever is more than nothing so that it is seen', () => {
  const lengthOf = (share: number) => stripVTControlCharacters(bar(share, 'green')).length;
  expect([0, 0.0001, 0.5, 1].map(lengthOf)).toEqual([0, 1, 16, 32]);
  expect([30, 546, 600, 2808].map(minutesText)).toEqual(['30 min', '9.1 h', '10 h', '46.8 h']);
});

it('says of a programme how many are asked, withheld and undecided, of all, and why', () => {
  const programme = {
    programme: 'after-a-mention',
    version: 1,
    candidates: 1000,
    asked: {
      count: 250,
      byChannel: [{ channel: 'social', count: 250 }],
      atOnce: 200,
      later: 50,
      waits: { median: 546, p90: 1000, max: 2808 },
      waitedFor: [{ reason: 'outside-hours', rule: 'general.messages', count: 50 }],
      heardLate: 3,
    },
    withheld: { count: 740, by: [{ reason: 'no-consent', rule: 'general.consent', count: 740, only: 700 }] },
    undecided: { count: 10, by: [{ why: 'not-due-yet', count: 10 }] },
    days: [],
    really: { asked: 1, withheld: 2, pending: 3, none: 994 },
  };
  const nothing = { ...programme, programme: 'idle', candidates: 0 };
  const result = {
    history,
    policy: 2,
    programmes: [programme, nothing],
    caveats: [{ caveat: 'c', count: 7, message: 'so many.' }],
  };
  const text = plain(programmeLines({ ...head, result }));
  expect(text).toContain(
    '20,302 interactions of the log; candidates of A to B; decided by version 2 of the policy, as if heard of at once',
  );
  expect(text).toContain('after-a-mention (version 1): 1,000 would be asked about');
  for (const line of [
    /^asked +250 +25\.0 % +█{8}$/m,
    /^ {2}later, before the deadline +50 +5\.0 % .* half within 9\.1 h, all within 46\.8 h$/m,
    /^ {2}in truth heard of too late to ask +3 /m,
    /^ {2}no-consent \(general\.consent\) +740 +74\.0 % .* for nothing else: 700$/m,
    /^ {2}not-due-yet +10 +1\.0 %/m,
    /^in truth: asked 1, withheld 2, pending 3, not looked at 994$/m,
    /^idle: there is nothing that it would ask about$/m,
    /^ {2}7: so many\.$/m,
  ])
    expect(text).toMatch(line);
});

it('says of a policy what it permits beside the one in force, for whom that is more or less, and which rules do it', () => {
  const side = { made: 8, atOnce: 8, later: 0, withheld: 0, by: [], undecided: 1, classes: [], channels: [] };
  const result = {
    history,
    policy: { inForce: 1 },
    contacts: 6,
    invitations: 3,
    inForce: side,
    proposed: { ...side, made: 4, withheld: 4, by: [{ reason: 'contact-pressure', rule: 'cap', count: 4 }] },
    customers: { all: 3, more: 0, less: 1, otherTimes: 0, same: 2 },
    moved: { count: 2, earlier: 0, later: 2, by: { median: 120, p90: 130, max: 140 } },
    rules: [
      { reason: 'contact-pressure', rule: 'cap', inForce: 0, proposed: 4, difference: 4 },
      { reason: 'no-consent', rule: 'general.consent', inForce: 1, proposed: 1, difference: 0 },
    ],
    caveats: [],
  };
  const examples = [{ customer: 'eva', change: 'less', inForce: 6, proposed: 2, otherTimes: 1 }];
  const text = plain(policyLines({ ...head, result, examples }));
  for (const line of [
    /^6 contacts of the ledger and 3 invitations, A to B$/m,
    /^by version 1, which is in force$/m,
    /^ {4}contact-pressure \(cap\) +4 +44\.4 %/m,
    /^ {2}less often +1 +33\.3 %/m,
    /^2 contacts at other times: 0 earlier, 2 later, half of them by no more than 2 h/m,
    /^ {2}contact-pressure \(cap\) +0 → 4 +\+4 /m,
    /^ {2}eva {2}less: 6 → 2, 1 at other times$/m,
  ])
    expect(text).toMatch(line);
  expect(text).not.toContain('general.consent');
});

it('says of rules of reactions to how much they would have reacted, of how many, and why not to the rest', () => {
  const counts = { windows: 1000, fired: 100, customers: 80, history: 20, cancelled: 700, renewed: 150, overtaken: 0 };
  const rule = { rule: 'basket-left', ...counts, resting: 0, notInAudience: 0, open: 50 };
  const text = plain(reactionLines({ ...head, result: { history, rules: [rule], caveats: [] } }));
  for (const line of [
    /^basket-left: 1,000 began, 80 customers reacted to$/m,
    /^ {2}fired +100 +10\.0 % .* in truth history: 20$/m,
    /^ {2}cancelled +700 +70\.0 %/m,
    /^ {2}open, or not often enough +50 +5\.0 %/m,
  ])
    expect(text).toMatch(line);
});
