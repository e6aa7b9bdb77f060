import { type Dashboard, highest, quantileOf, rate } from './panel.ts';

/** From a message that is due to an answer, and to whoever is told of it. */
export const asking: Dashboard = {
  uid: 'hilo-asking',
  title: 'Hilo: asking and being answered',
  panels: [
    {
      title: 'Messages, by what became of them',
      unit: 'ops',
      asks: [[rate('hilo_survey_messages_total', 'state, destination'), '{{state}} {{destination}}']],
    },
    {
      title: 'Not sent, or not known, by reason',
      unit: 'ops',
      asks: [
        [
          rate('hilo_survey_messages_total', 'state, reason', ',state=~"refused|deferred|cancelled|expired|unknown"'),
          '{{state}} {{reason}}',
        ],
      ],
    },
    {
      title: 'How late messages leave, those that were put off too',
      unit: 's',
      asks: [0.5, 0.99].map((share) => [
        quantileOf(share, 'hilo_survey_message_lateness_seconds', 'destination'),
        `{{destination}} p${share * 100}`,
      ]),
    },
    {
      title: 'Waiting to leave, and not known',
      unit: 'short',
      asks: [
        [highest('hilo_survey_messages_waiting', 'state'), '{{state}}'],
        ['max(hilo_survey_messages_unknown{job=~"$job"})', 'unknown'],
      ],
    },
    {
      title: 'For how long the first has been due',
      unit: 's',
      asks: [['max(hilo_survey_messages_oldest_seconds{job=~"$job"})', 'the first']],
    },
    {
      title: 'Destinations that are left alone for a while',
      unit: 'short',
      asks: [[highest('hilo_survey_breaker_open', 'destination'), '{{destination}}']],
    },
    {
      title: 'Answers, by channel and by how far the survey came',
      unit: 'ops',
      asks: [
        [rate('hilo_survey_answers_total', 'channel, state'), '{{channel}} {{state}}'],
        [rate('hilo_survey_unanswered_total', 'job'), 'nobody answered in time'],
      ],
    },
    {
      title: 'Pages, by people and by scanners',
      unit: 'ops',
      asks: [[rate('hilo_survey_pages_total', 'page, method, status'), '{{page}} {{method}} {{status}}']],
    },
    {
      title: 'Asked once more',
      unit: 'ops',
      asks: [[rate('hilo_survey_follow_ups_total', 'step'), '{{step}}']],
    },
    {
      title: 'Calls that agents reported',
      unit: 'ops',
      asks: [[rate('hilo_survey_calls_total', 'disposition'), '{{disposition}}']],
    },
    {
      title: 'Mails that came back',
      unit: 'ops',
      asks: [
        [rate('hilo_survey_inbound_mails_total', 'outcome'), '{{outcome}}'],
        [rate('hilo_survey_bounces_total', 'class'), 'bounce: {{class}}'],
      ],
    },
    {
      title: 'Outgoing webhooks, by how they do',
      unit: 'short',
      asks: [[highest('hilo_outgoing_webhooks', 'state'), '{{state}}']],
    },
    {
      title: 'Events told to webhooks',
      unit: 'ops',
      asks: [[rate('hilo_outgoing_webhook_events_total', 'state'), '{{state}}']],
    },
    {
      title: 'Events that webhooks have not taken yet',
      unit: 'short',
      asks: [['max(hilo_outgoing_webhook_events_waiting{job=~"$job"})', 'waiting']],
    },
  ],
};
