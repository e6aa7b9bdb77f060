import { type BusinessCalendar, businessCalendar } from './business-calendar.ts';
import type { CaseRule, CaseRules } from './case-rules.ts';

/** The rules of a version, ready to be asked. */
export type CompiledRules = {
  version: number;
  rules: CaseRules;
  ruleOf(id: string): CaseRule | undefined;
  /** Of whoever has this calendar; nothing where it is gone since. */
  calendarOf(name: string): BusinessCalendar | undefined;
  calendarOfQueue(name: string): BusinessCalendar | undefined;
  /** For so long after it is resolved a case may hear what the customer says. */
  hearsMs: number;
};

const recoversMs = 30 * 86_400_000;

export const compileRules = (version: number, rules: CaseRules): CompiledRules => {
  const calendars = new Map(Object.entries(rules.calendars).map(([name, one]) => [name, businessCalendar(one)]));
  const queues = new Map(Object.entries(rules.queues).map(([name, { calendar }]) => [name, calendars.get(calendar)]));
  const byId = new Map(rules.rules.map((rule) => [rule.id, rule]));
  return {
    version,
    rules,
    ruleOf: (id) => byId.get(id),
    calendarOf: (name) => calendars.get(name),
    calendarOfQueue: (name) => queues.get(name),
    hearsMs: Math.max(recoversMs, ...rules.rules.map(({ reopenHours }) => reopenHours * 3_600_000)),
  };
};
