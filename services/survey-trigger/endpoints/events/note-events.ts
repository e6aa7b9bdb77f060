import { AlertEvent, CaseEvent, instantOf, SurveyEvent } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import { type Handled, type NameHashes, parseRecords, type Transaction, withoutErased } from '@hilo/runtime';
import { deliveryId, toldWithinMs } from '../../domain/endpoints/event-delivery.ts';
import { isToldOf, type StoredOutgoingWebhook } from '../../domain/endpoints/outgoing-webhook.ts';
import { type NewDelivery, noteDeliveries } from '../../store/event-deliveries.ts';
import { listOutgoingWebhooks } from '../../store/outgoing-webhooks.ts';

/** Told how far a survey came by what was answered, and on which channel. */
export type OnAnswer = (state: string, channel: string) => void;

const answerStates: readonly string[] = ['partial', 'answered', 'screened-out'] satisfies SurveyEvent['state'][];

/** Something that happened, and is to be told. */
export type Happened = {
  event: string;
  type: string;
  at: string;
  /** Whose it is, if it is somebody's. */
  subject: string | undefined;
  occurredAt: string;
  place: string | undefined;
  data: unknown;
};

type Noting = { hashes: NameHashes; now: number };

/**
 * Notes for each outgoing webhook what became of asking somebody: what happened since it was made, and not too long ago. What is told by
 * the log again is noted already.
 */
export const noteSurveyEvents = async (
  tx: Transaction,
  records: readonly LogRecord[],
  { onAnswer, ...noting }: Noting & { onAnswer: OnAnswer },
): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(SurveyEvent, records);
  for (const { message } of parsed)
    if (answerStates.includes(message.state) && 'channel' in message) onAnswer(message.state, String(message.channel));
  await noteHappened(
    tx,
    parsed.map((one) => surveyHappened(one, noting.hashes)),
    noting.now,
  );
  return { deadLetters };
};

/** The same of what happened to cases. */
export const noteCaseEvents = async (
  tx: Transaction,
  records: readonly LogRecord[],
  { now }: Pick<Noting, 'now'>,
): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(CaseEvent, records);
  await noteHappened(tx, parsed.map(caseHappened), now);
  return { deadLetters };
};

/** The same of alerts, which are about nobody. */
export const noteAlertEvents = async (
  tx: Transaction,
  records: readonly LogRecord[],
  { now }: Pick<Noting, 'now'>,
): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(AlertEvent, records);
  await noteHappened(tx, parsed.map(alertHappened), now);
  return { deadLetters };
};

/** Notes what happened for each outgoing webhook that hears it, and was made before; what somebody has been told is noted already. */
export const noteHappened = async (tx: Transaction, happened: readonly Happened[], now: number): Promise<void> => {
  const webhooks = (await listOutgoingWebhooks(tx)).filter(({ disabledAt }) => disabledAt === undefined);
  const wanted = happened.filter((one) => webhooks.some((webhook) => wants(webhook, one, now)));
  const ofPeople = wanted.flatMap(({ subject, ...one }) => (subject === undefined ? [] : [{ ...one, subject }]));
  const { living } = await withoutErased(tx, ofPeople, ({ subject, occurredAt }) => ({ subject, occurredAt }));
  const ofNobody = wanted.filter(({ subject }) => subject === undefined);
  const deliveries = [...living, ...ofNobody].flatMap((one) =>
    webhooks.filter((webhook) => wants(webhook, one, now)).map(({ id }) => deliveryOf(id, one)),
  );
  await noteDeliveries(tx, deliveries, { now, giveUpAt: now + toldWithinMs });
};

const wants = ({ settings, createdAt }: StoredOutgoingWebhook, { type, at: told }: Happened, now: number): boolean => {
  const at = instantOf(told);
  return isToldOf(settings, type) && at >= createdAt && at > now - toldWithinMs;
};

const deliveryOf = (webhook: string, { event, type, at, subject, place, data }: Happened): NewDelivery => ({
  id: deliveryId(webhook, event),
  webhook,
  event,
  type,
  subject,
  place,
  body: JSON.stringify({ type, timestamp: at, data }),
});

type Parsed<Message> = { record: LogRecord; message: Message };

const surveyHappened = ({ record, message }: Parsed<SurveyEvent>, hashes: NameHashes): Happened => ({
  event: record.headers.ce_id ?? `${message.id}/${message.state}`,
  type: `hilo.survey.${message.state}`,
  at: message.at,
  subject: message.subject,
  occurredAt: message.occurredAt ?? message.at,
  place:
    'contactPoint' in message && message.contactPoint !== undefined
      ? hashes.ofIdentifier(message.contactPoint)
      : undefined,
  data: message,
});

const caseHappened = ({ record, message }: Parsed<CaseEvent>): Happened => ({
  event: record.headers.ce_id ?? `${message.id}/${message.revision ?? message.state}`,
  type: `hilo.case.${message.state}`,
  at: message.at,
  subject: message.subject,
  occurredAt: message.occurredAt ?? message.at,
  place: undefined,
  data: message,
});

const alertHappened = ({ record, message }: Parsed<AlertEvent>): Happened => ({
  event: record.headers.ce_id ?? `${message.id}/${message.state}`,
  type: `hilo.alert.${message.state}`,
  at: message.at,
  subject: undefined,
  occurredAt: message.at,
  place: undefined,
  data: message,
});
