import { asking } from './asking.ts';
import { closingTheLoop } from './closing-the-loop.ts';
import { type Dashboard, highest, quantileOf, rate } from './panel.ts';

const requests = 'http_server_request_duration_seconds';

/** What an operator looks at, from what senders see to what the processes take. */
export const dashboards: readonly Dashboard[] = [
  {
    uid: 'hilo-overview',
    title: 'Hilo: overview',
    panels: [
      {
        title: 'Interactions posted',
        unit: 'ops',
        asks: [[rate('hilo_interactions_posted_total', 'source, status'), '{{source}} {{status}}']],
      },
      {
        title: 'Ledger: what became of what was accepted',
        unit: 'short',
        asks: [
          [highest('hilo_ledger_interactions', 'outcome'), '{{outcome}}'],
          ['max(hilo_ledger_accepted{job=~"$job"})', 'accepted'],
        ],
      },
      {
        title: 'Requests by answer',
        unit: 'reqps',
        asks: [[rate(`${requests}_count`, 'http_response_status_code'), '{{http_response_status_code}}']],
      },
      {
        title: 'How long senders wait',
        unit: 's',
        asks: [0.5, 0.99].map((share) => [
          quantileOf(share, requests, 'job', ',http_request_method="POST",http_route="/v1/interactions"'),
          `{{job}} p${share * 100}`,
        ]),
      },
      {
        title: 'Parts that cannot do their work',
        unit: 'short',
        asks: [[highest('hilo_ailments', 'instance'), '{{instance}}']],
      },
      { title: 'Quarantine', unit: 'short', asks: [[highest('hilo_quarantine_waiting', 'reason'), '{{reason}}']] },
    ],
  },
  {
    uid: 'hilo-flow',
    title: 'Hilo: through the log',
    panels: [
      {
        title: 'Behind, in messages',
        unit: 'short',
        asks: [[highest('hilo_consumer_lag_records', 'group, topic'), '{{group}} {{topic}}']],
      },
      {
        title: 'Behind, in seconds',
        unit: 's',
        asks: [[highest('hilo_consumer_lag_seconds', 'group, topic'), '{{group}} {{topic}}']],
      },
      {
        title: 'Messages by outcome',
        unit: 'ops',
        asks: [[rate('hilo_messages_total', 'group, outcome'), '{{group}} {{outcome}}']],
      },
      {
        title: 'Freshness: from the log to where it can be seen (p99)',
        unit: 's',
        asks: [[quantileOf(0.99, 'hilo_freshness_seconds', 'group'), '{{group}}']],
      },
      {
        title: 'Work on a batch (p99)',
        unit: 's',
        asks: [
          [
            quantileOf(0.99, 'messaging_process_duration_seconds', 'messaging_consumer_group_name'),
            '{{messaging_consumer_group_name}}',
          ],
        ],
      },
      {
        title: 'Partitions that stand still',
        unit: 'short',
        asks: [[highest('hilo_consumer_stopped_partitions', 'group, topic'), '{{group}} {{topic}}']],
      },
      {
        title: 'Waiting for the log (spool)',
        unit: 'short',
        asks: [['max(hilo_spool_interactions{job=~"$job"})', 'interactions']],
      },
      { title: 'For how long', unit: 's', asks: [['max(hilo_spool_oldest_seconds{job=~"$job"})', 'the first']] },
      {
        title: 'Mistakes of ours',
        unit: 'short',
        asks: [[rate('hilo_our_faults_total', 'group, error'), '{{group}} {{error}}']],
      },
    ],
  },
  {
    uid: 'hilo-surveys',
    title: 'Hilo: customers and surveys',
    panels: [
      {
        title: 'Decisions about asking, by reason',
        unit: 'ops',
        asks: [[rate('hilo_survey_decisions_total', 'state, reason'), '{{state}} {{reason}}']],
      },
      {
        title: 'Immediacy: from what happened to who is asked about it',
        unit: 's',
        asks: [0.5, 0.99].map((share) => [
          quantileOf(share, 'hilo_survey_immediacy_seconds', 'programme'),
          `{{programme}} p${share * 100}`,
        ]),
      },
      {
        title: 'Due, and not done yet',
        unit: 'short',
        asks: [
          [highest('hilo_due_waiting', 'work'), '{{work}}'],
          [highest('hilo_due_set_aside', 'work'), '{{work}} set aside'],
        ],
      },
      {
        title: 'How late what is due is done (p99)',
        unit: 's',
        asks: [
          [quantileOf(0.99, 'hilo_due_lateness_seconds', 'work'), '{{work}}'],
          [highest('hilo_due_oldest_seconds', 'work'), '{{work}}, the oldest'],
        ],
      },
      {
        title: 'Interactions put on a thread',
        unit: 'ops',
        asks: [[rate('hilo_interactions_resolved_total', 'job'), '{{job}}']],
      },
      {
        title: 'Records changed, and merged away',
        unit: 'ops',
        asks: [
          [rate('hilo_records_changed_total', 'job'), 'changed'],
          [rate('hilo_records_merged_away_total', 'job'), 'merged away'],
        ],
      },
    ],
  },
  asking,
  closingTheLoop,
  {
    uid: 'hilo-processes',
    title: 'Hilo: processes',
    panels: [
      {
        title: 'CPU',
        unit: 'percentunit',
        asks: [[rate('process_cpu_time_seconds_total', 'instance'), '{{instance}}']],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        asks: [
          [highest('process_memory_usage_bytes', 'instance'), '{{instance}}'],
          [`sum by (instance) (v8js_memory_heap_used_bytes{job=~"$job"})`, '{{instance}} heap'],
        ],
      },
      {
        title: 'Event loop, late by (p99)',
        unit: 's',
        asks: [
          [
            highest('nodejs_eventloop_delay_p99_seconds', 'instance, otel_scope_name'),
            '{{instance}} {{otel_scope_name}}',
          ],
        ],
      },
      {
        title: 'Garbage collection, share of the time',
        unit: 'percentunit',
        asks: [[rate('v8js_gc_duration_seconds_sum', 'instance'), '{{instance}}']],
      },
      {
        title: 'Connections to the database',
        unit: 'short',
        asks: [
          [
            `sum by (db_client_connection_pool_name, db_client_connection_state) (db_client_connection_count{job=~"$job"})`,
            '{{db_client_connection_pool_name}} {{db_client_connection_state}}',
          ],
          [
            highest('db_client_connection_pending_requests', 'db_client_connection_pool_name'),
            '{{db_client_connection_pool_name}} waiting',
          ],
        ],
      },
      {
        title: 'Lines left out of the log',
        unit: 'ops',
        asks: [[rate('hilo_log_lines_left_out_total', 'about'), '{{about}}']],
      },
      { title: 'Runs since', unit: 's', asks: [[highest('process_uptime_seconds', 'instance'), '{{instance}}']] },
    ],
  },
];
