import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { askCustomer } from '../../api/customers.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import { Failed, Waiting } from '../../states/states.tsx';
import classes from './customers.module.css';
import { useCustomerWords } from './words/words.ts';

/** The briefing, which several parts of the page show. */
export const useBriefing = (id: string) => {
  const { language } = useLanguage();
  return useQuery({
    queryKey: ['customer', id, 'briefing', language],
    queryFn: ({ signal }) => askCustomer.briefing({ id, signal, language }),
  });
};

/** What to know in two seconds: how to call her, what may be at risk, and what to offer. */
export const BriefingCard = ({ id }: { id: string }) => {
  const text = useCustomerWords();
  const { data, error, refetch } = useBriefing(id);
  const spoken = data?.language === undefined ? [] : [text.speaks(data.language)];
  const called = data?.callThem === undefined ? [] : [text.callThem(data.callThem)];
  const said = [
    ...(data?.risks ?? []).map(({ sentence }) => sentence),
    ...(data?.nextOffers.offers ?? []).map(({ sentence }) => sentence),
    ...(data?.nextOffers.sentence === undefined ? [] : [data.nextOffers.sentence]),
  ];
  return (
    <FactCard title={text.briefing}>
      {error && <Failed error={error} retry={() => void refetch()} isStale={data !== undefined} />}
      {data === undefined && !error && <Waiting height={20} count={3} />}
      {data && (
        <>
          <Text fw={600} mb={4} className={classes.words}>
            {[...called, ...spoken].join(' · ')}
          </Text>
          <ul className={classes.plain}>
            {said.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </FactCard>
  );
};

/** Whether she may be contacted now, on each channel, in words; and if not, from when on. */
export const MayContactCard = ({ id }: { id: string }) => {
  const text = useCustomerWords();
  const { words, formats } = useLanguage();
  const { data, error } = useBriefing(id);
  const contact = data?.contact;
  return (
    <FactCard title={text.mayContact} beside={formats.zone}>
      {contact === undefined && !error && <Waiting height={20} count={4} />}
      {(error ?? contact?.known === false) && <Text size="sm">{text.unknownContact}</Text>}
      <ul className={classes.plain}>
        {contact?.channels.map(({ channel, allowed, sentence, nextAllowedAt }) => (
          <li key={channel}>
            <span className={allowed ? classes.yes : classes.no}>
              {allowed ? <Check size={15} aria-hidden /> : <X size={15} aria-hidden />}
              {words.channels[channel]}: {allowed ? text.yes : text.no}
            </span>{' '}
            {formats.sentence(sentence)}
            {nextAllowedAt !== undefined && ` (${text.from(formats.moment(nextAllowedAt))})`}
          </li>
        ))}
      </ul>
    </FactCard>
  );
};
