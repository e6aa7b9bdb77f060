import type { Erasure } from '@hilo/contracts';
import { forgetCustomers, type Removed, rememberErased, statement, type Transaction } from '@hilo/runtime';
import {
  type ErasedInteraction,
  type ErasingFrom,
  rememberNames,
  removeInteractions,
  removeNamed,
} from './quarantine/remove-erased.ts';
import { forgetPosted } from './store/tail.ts';

const deleteReceiptsSql = statement(`
  DELETE FROM receipts WHERE subject = ANY ($1::uuid[]) AND occurred_at < $2::timestamptz + interval '1 millisecond'
  RETURNING source, interaction AS id`);

const deleteSurveyDecisionsSql = statement(`
  DELETE FROM survey_decisions AS s
   WHERE (s.subject = ANY ($1::uuid[]) AND s.at < $2::timestamptz + interval '1 millisecond')
      OR (s.interaction, s.source) IN (SELECT * FROM unnest($3::text[], $4::text[]))`);

/**
 * Removes a person: the receipts of what happened until then, in milliseconds (rows from before these were the measure have
 * finer times), what was decided about asking, and what lies in the quarantine
 * by one of the interactions or by an identifier. Keeps by what to know what is set aside later.
 */
export const eraseWith =
  (erasing: ErasingFrom) =>
  async (tx: Transaction, erasure: Erasure): Promise<Removed> => {
    const { subjects, names = [], at } = erasure;
    await rememberErased(tx, erasure);
    const receipts = await tx.query<ErasedInteraction>(deleteReceiptsSql([subjects, at]));
    const tail = await forgetPosted(tx, receipts.rows);
    const asked = await tx.query(
      deleteSurveyDecisionsSql([
        subjects,
        at,
        receipts.rows.map(({ id }) => id),
        receipts.rows.map(({ source }) => source),
      ]),
    );
    await rememberNames(tx, [...subjects, ...names], at);
    const quarantine =
      (await removeNamed(tx, erasing.log, [...subjects, ...names], at)) +
      (await removeInteractions(tx, erasing, receipts.rows));
    const { claims } = await forgetCustomers(tx, erasure);
    return { receipts: receipts.rowCount ?? 0, survey_decisions: asked.rowCount ?? 0, quarantine, claims, tail };
  };
