import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  loadCaseRules,
  loadProgrammes,
  loadReactionRules,
  loadTemplates,
} from '../../services/survey-trigger/config.ts';
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

it('is told of her gate by rules and a template that go together, in her language, with all that they name', () => {
  const templates = loadTemplates(join(import.meta.dirname, 'airline-templates.json'));
  const beside = { caseRules: loadCaseRules(), programmes: loadProgrammes(), templates };
  const { rules } = loadReactionRules(join(import.meta.dirname, 'airline-reactions.json'), beside);
  const gate = demoCustomer('r1', Date.now(), 'es').find(({ kind }) => kind === 'gate_changed');
  expect(rules.find(({ when }) => when.kinds?.includes('gate_changed'))?.action).toEqual({
    ...{ do: 'message', template: 'gate-changed' },
  });
  const [template] = templates;
  const texts = JSON.stringify(template?.texts);
  for (const [, name = ''] of texts.matchAll(/\{\{properties\.(\w+)\}\}/g))
    expect(gate?.properties).toHaveProperty(name);
  expect(Object.keys(template?.texts ?? {})).toEqual(['en', 'es']);
});
