import { expect, it } from 'vitest';
import { loadContactPolicy, loadProgrammes } from '../../services/survey-trigger/config.ts';
import { compilePolicy } from '../../services/survey-trigger/domain/policy/compiled.ts';
import { customer, decideAbout, hourMs } from '../../services/survey-trigger/test/asking.ts';
import { createPersonas } from './personas.ts';

const policy = compilePolicy(1, loadContactPolicy());
const [programme] = loadProgrammes();
const profiles = createPersonas(1)
  .slice(0, 100)
  .map(({ email, phone, home: { country, timeZone } }) => customer({ email, phone, timeZone, address: { country } }));

/** Of a hundred customers of the airline to each of whom something happens now. */
const howMany = (now: number) => {
  const decisions = profiles.map((profile) => decideAbout({ policy, profile, now, ...(programme && { programme }) }));
  return Map.groupBy(decisions, ({ state }) => state);
};

it('has customers who may be asked at any hour of any day by the policy that is shipped, and others who wait for the morning', () => {
  for (const day of ['2026-03-29', '2026-06-14', '2026-07-07', '2026-11-30', '2026-12-25'])
    for (let hour = 0; hour < 24; hour += 1) {
      const found = howMany(Date.parse(`${day}T00:00:00Z`) + hour * hourMs);
      expect(found.get('invited')?.length ?? 0).toBeGreaterThan(10);
      expect(found.get('put-off')?.length ?? 0).toBeGreaterThan(0);
    }
});
