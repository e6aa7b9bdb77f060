import { type Dashboard, highest, quantileOf, rate } from './panel.ts';

/** What is done about what customers say and do: cases, reactions, what they wrote, and what the front line is told. */
export const closingTheLoop: Dashboard = {
  uid: 'hilo-loop',
  title: 'Hilo: closing the loop',
  panels: [
    {
      title: 'Cases in hand',
      unit: 'short',
      asks: [[highest('hilo_cases_in_hand', 'state'), '{{state}}']],
    },
    {
      title: 'What happens to cases',
      unit: 'ops',
      asks: [[rate('hilo_case_steps_total', 'step'), '{{step}}']],
    },
    {
      title: 'Cases escalated, by rule',
      unit: 'ops',
      asks: [[rate('hilo_case_steps_total', 'rule, severity', ',step="escalated"'), '{{rule}} {{severity}}']],
    },
    {
      title: 'Reactions, by what became of each window',
      unit: 'ops',
      asks: [[rate('hilo_reactions_total', 'state, reason'), '{{state}} {{reason}}']],
    },
    {
      title: 'Reactions, by rule',
      unit: 'ops',
      asks: [[rate('hilo_reactions_total', 'rule', ',state="fired"'), '{{rule}}']],
    },
    {
      title: 'How long a reaction takes',
      unit: 's',
      asks: [0.5, 0.99].map((share) => [
        quantileOf(share, 'hilo_reaction_seconds', 'rule'),
        `{{rule}} p${share * 100}`,
      ]),
    },
    {
      title: 'What customers wrote, by who judged it',
      unit: 'ops',
      asks: [
        [rate('hilo_verbatims_judged_total', 'method, polarity'), '{{method}} {{polarity}}'],
        ['max by (instance) (hilo_sentiment_encoder_loaded{job=~"$job"})', 'the encoder is loaded: {{instance}}'],
      ],
    },
    {
      title: 'How late cases, reactions and texts are',
      unit: 's',
      asks: [
        [
          'max by (work) (hilo_due_oldest_seconds{job=~"$job",work=~"cases|reactions|verbatims"})',
          '{{work}}, the oldest',
        ],
        [quantileOf(0.99, 'hilo_due_lateness_seconds', 'work', ',work=~"cases|reactions|verbatims"'), '{{work}} p99'],
      ],
    },
    {
      title: 'Cards that the front line is shown',
      unit: 'short',
      asks: [[highest('hilo_guidance_shown', 'state'), '{{state}}']],
    },
    {
      title: 'What becomes of cards',
      unit: 'ops',
      asks: [[rate('hilo_guidance_total', 'card, step'), '{{card}} {{step}}']],
    },
    {
      title: 'Figures that left their band',
      unit: 'ops',
      asks: [[rate('hilo_alerts_raised_total', 'kind'), '{{kind}}']],
    },
  ],
};
