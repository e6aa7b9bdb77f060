import { expect, it } from 'vitest';
import { isSamePolicy, readDraft, withPack, writtenPolicy } from './draft.ts';

const policy = { packs: ['general', 'ES'], rules: [] };

it('reads what was written, and nothing that is no policy', () => {
  expect(readDraft(writtenPolicy(policy))).toEqual(policy);
  for (const written of ['', '{', 'null', '[]', '{"packs":"ES"}']) expect(readDraft(written)).toBeUndefined();
});

it('takes a pack in and out, which leaves the policy as it was', () => {
  const without = withPack(policy, 'general', false);
  expect(without.packs).toEqual(['ES']);
  expect(isSamePolicy(policy, without)).toBe(false);
  expect(isSamePolicy(policy, withPack(without, 'general', true))).toBe(true);
});
