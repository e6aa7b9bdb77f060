import { expect, it } from 'vitest';
import { loadProgrammes } from '../../services/survey-trigger/config.ts';
import { demoCustomer } from './demo-customer.ts';

it('has somebody for whom it is day, and who has just landed, at whatever hour Hilo is started', () => {
  const [programme] = loadProgrammes();
  for (let hour = 0; hour < 24; hour += 1) {
    const now = Date.UTC(2026, 10, 30, hour, 30);
    const [account, flight] = demoCustomer('r1', now, 'en');
    const zone = account?.traits?.timeZone;
    const local = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: String(zone) }).format(
      now,
    );
    expect([Number(local) >= 9, Number(local) < 21], String(zone)).toEqual([true, true]);
    const landed = Date.parse(flight?.occurredAt ?? '');
    expect(landed + (programme?.askAfterMinutes ?? 0) * 60_000).toBeLessThanOrEqual(now);
    expect(programme?.when).toMatchObject({ touchpoints: [flight?.touchpoint], kinds: [flight?.kind] });
  }
});
