import { Badge, Button, Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askTemplates, retireTemplate, type Template } from '../../api/surveys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Part } from '../quality/part.tsx';
import classes from './surveys.module.css';
import { useMayChange } from './use-surveys.ts';
import { WhyDialog } from './why-dialog.tsx';
import { useSurveyWords } from './words/words.ts';

/** What customers are told by reactions: in which words, where, and whether it still is. */
export const TemplatesCard = () => {
  const text = useSurveyWords();
  const query = useQuery({ queryKey: ['surveys', 'templates'], queryFn: askTemplates });
  const [retiring, setRetiring] = useState<string>();
  const client = useQueryClient();
  return (
    <Part title={text.templates.title} lead={text.templates.lead} query={query} rows={2}>
      {({ templates }) => (
        <>
          {templates.length === 0 && <Text size="sm">{text.templates.none}</Text>}
          <ul className={classes.list}>
            {templates.map((one) => (
              <li key={one.id}>
                <TemplateRow one={one} retire={() => setRetiring(one.id)} />
              </li>
            ))}
          </ul>
          {retiring !== undefined && (
            <WhyDialog
              title={text.templates.retire}
              hint={text.templates.retireHint(retiring)}
              yes={text.templates.yes}
              final={{ name: retiring, label: text.templates.name }}
              act={(why) => retireTemplate(retiring, why)}
              done={() => {
                setRetiring(undefined);
                void client.invalidateQueries({ queryKey: ['surveys', 'templates'] });
              }}
              close={() => setRetiring(undefined)}
            />
          )}
        </>
      )}
    </Part>
  );
};

const TemplateRow = ({ one, retire }: { one: Template; retire(): void }) => {
  const { words, formats } = useLanguage();
  const text = useSurveyWords();
  const mayChange = useMayChange();
  const { id, version, state, template } = one;
  const channels: Readonly<Record<string, string>> = words.channels;
  return (
    <div className={classes.template} data-template={id}>
      <Group gap={6} justify="space-between" align="flex-start">
        <div className={classes.name}>
          <b>{template?.title ?? id}</b>{' '}
          <Badge
            variant="light"
            size="sm"
            tt="none"
            color={state === 'active' ? 'teal' : 'gray'}
            className={classes.badge}
            data-state={state}
          >
            {text.templates.states[state]}
          </Badge>
          <Text size="xs" c="dimmed">
            {id} · {text.list.version(formats.number(version, 0))}
            {template && ` · ${template.contacts.map(({ channel }) => channels[channel] ?? channel).join(', ')}`}
          </Text>
        </div>
        {mayChange && state === 'active' && (
          <Button size="xs" variant="default" c="var(--bad)" onClick={retire}>
            {text.templates.retire}
          </Button>
        )}
      </Group>
      {template === undefined ? (
        <Text size="xs" c="var(--bad)">
          {text.templates.unreadable}
        </Text>
      ) : (
        <Texts texts={template.texts} />
      )}
    </div>
  );
};

const Texts = ({ texts }: { texts: NonNullable<Template['template']>['texts'] }) => {
  const text = useSurveyWords();
  return (
    <details className={classes.caveats}>
      <summary>{text.templates.texts(Object.keys(texts).join(', '))}</summary>
      {Object.entries(texts).map(([language, { subject, text: body }]) => (
        <blockquote key={language} lang={language} className={classes.wording}>
          {subject !== undefined && <b>{subject}</b>}
          <span>{body}</span>
        </blockquote>
      ))}
    </details>
  );
};
