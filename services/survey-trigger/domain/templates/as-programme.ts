import type { ContactClass } from '@hilo/contracts';
import type { Programme } from '../programme.ts';
import type { Template } from './template.ts';

const mark = '~';

/** Under which id a template is kept: no programme has such a one. */
export const keptTemplateId = (template: string): string => `${mark}${template}`;

/** Whether what is kept under this id tells something, and asks nothing. */
export const isTemplateId = (kept: string): boolean => kept.startsWith(mark);

/** The template that is kept under this id. */
export const templateIdOf = (kept: string): string => kept.slice(mark.length);

/**
 * As it is kept: a programme that asks nothing, and after no interaction. So whoever is told something is governed, held and reached as whoever is
 * asked, exactly once.
 */
export const asProgramme = (template: Template, version: number): Programme => ({
  id: keptTemplateId(template.id),
  version,
  title: template.title,
  when: { reactions: [template.id] },
  questions: [],
  purpose: template.purpose,
  contacts: template.contacts,
  askAfterMinutes: 0,
  askWithinHours: template.withinHours,
  restDays: 0,
  againAfterDays: 0,
  priority: 0,
  ...(template.defaultLanguage !== undefined && { defaultLanguage: template.defaultLanguage }),
  message: { class: template.class, texts: template.texts },
});

/** What is kept, as the template that it is; nothing where it is a programme that asks. */
export const asTemplate = (programme: Programme): unknown => {
  const { id, title, purpose, contacts, askWithinHours: withinHours, defaultLanguage, message } = programme;
  if (message === undefined) return undefined;
  return {
    ...{ id: templateIdOf(id), title, class: message.class, purpose, contacts, withinHours, texts: message.texts },
    ...(defaultLanguage !== undefined && { defaultLanguage }),
  };
};

/** As what somebody is contacted by it: what asks is a survey. */
export const classOf = ({ message }: Partial<Pick<Programme, 'message'>>): ContactClass => message?.class ?? 'survey';
