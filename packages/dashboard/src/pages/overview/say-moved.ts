import type { components } from '../../api/schema.d.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { valueText } from './figure-text.ts';
import type { Moved } from './moved.ts';

type Said = { what: string; why: string };
type Alert = components['schemas']['GetAlertsAnswer']['alerts'][number];

/** What moved, as a sentence with its numbers. */
export const useSayMoved = (): ((moved: Moved) => Said) => {
  const { words, formats } = useLanguage();
  return ({ cause, group, now, by, n, before }) => {
    const [counted, earlier] = [formats.number(n, 0), formats.number(before, 0)];
    if (cause === 'complaintsBy') return { what: words.moved.complaints(group, counted, earlier), why: '' };
    if (cause === 'topics') return { what: words.moved.words(group, counted, earlier), why: '' };
    const metric = cause === 'npsBy' ? 'nps' : 'csat';
    const say = by > 0 ? words.moved.rose : words.moved.fell;
    const points = words.moved.points(formats.number(Math.abs(by)));
    return {
      what: say(words.figures[metric], group, points, valueText(metric, now, formats)),
      why: words.moved.ofN(counted, earlier),
    };
  };
};

/** An alert, as a sentence: what left its band, since when, and what was expected. */
export const useSayAlert = (): ((alert: Alert) => Said) => {
  const { words, formats } = useLanguage();
  return (alert) => {
    const group = Object.values(alert.group).join(', ');
    const names: Readonly<Record<string, unknown>> = words.figures;
    const name = names[alert.metric];
    const figure = typeof name === 'string' ? name : alert.metric;
    const { seen, expected, kind, since, timeZone } = alert;
    const value = (one: number | null) => valueText(alert.metric, one, formats);
    return {
      what: words.moved.alert[isKnown(kind) ? kind : 'silent'](figure, group === '' ? '' : words.moved.ofGroup(group)),
      why: `${words.moved.expected(value(seen.value), value(expected.value))}, ${words.moved.alertSince(formats.day(since, timeZone))}`,
    };
  };
};

/** Later versions may know other kinds. */
const isKnown = (kind: string): kind is 'above' | 'below' | 'silent' => ['above', 'below', 'silent'].includes(kind);
