import { isDeepStrictEqual } from 'node:util';
import type { DecidedBy } from '@hilo/contracts';
import { HttpProblem, type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { asProgramme, keptTemplateId } from '../domain/templates/as-programme.ts';
import type { Template } from '../domain/templates/template.ts';
import {
  type Author,
  findProgramme,
  insertChange,
  insertVersion,
  lockProgrammes,
  readTemplates,
  type StoredProgramme,
} from '../store/programme-versions.ts';

/** Publishes the next version of a template, by which is told from the commit on; what is in force already is no new one. */
export const publishTemplate = async (
  tx: Transaction,
  template: Template,
  author: Author,
): Promise<StoredProgramme> => {
  await lockProgrammes(tx);
  const current = await findProgramme(tx, keptTemplateId(template.id));
  if (current?.standing.state === 'ended') throw retired(template.id);
  const programme = asProgramme(template, (current?.version ?? 0) + 1);
  if (current !== undefined && isDeepStrictEqual({ ...programme, version: current.version }, current.programme))
    return current;
  await insertVersion(tx, { programme, restored: null }, author);
  const since = new Date(author.now).toISOString();
  const standing = current?.standing ?? { state: 'active', since, by: author.by, why: author.why };
  await insertChange(tx, { id: programme.id, version: programme.version, standing }, author.now);
  return stands(tx, template.id);
};

/** Nothing is told by it any more, nor will be: what is under way and has not left is withheld. */
export const retireTemplate = async (tx: Transaction, id: string, author: Author): Promise<StoredProgramme> => {
  await lockProgrammes(tx);
  const current = await findProgramme(tx, keptTemplateId(id));
  if (current === undefined) throw unknownTemplate(id);
  if (current.standing.state === 'ended') return current;
  const since = new Date(author.now).toISOString();
  const standing = { state: 'ended', since, by: author.by, why: author.why } as const;
  await insertChange(tx, { id: current.id, version: current.version, standing }, author.now);
  return stands(tx, id);
};

const stands = async (tx: Transaction, id: string): Promise<StoredProgramme> => {
  const template = await findProgramme(tx, keptTemplateId(id));
  if (template === undefined) throw new Error(`template ${id} is gone, which was written just now`);
  return template;
};

const retired = (id: string): HttpProblem =>
  new HttpProblem(409, 'Conflict', `${id} is retired, and nothing is told by it again: publish it under another id.`);

export const unknownTemplate = (id: string): HttpProblem =>
  new HttpProblem(404, 'Not found', `There is no template ${id}.`);

const hilo: DecidedBy = { key: 'hilo', source: 'hilo/survey-trigger' };

/** Publishes these where there are no templates yet. */
export const publishFirstTemplates = async (pool: Pool, templates: readonly Template[], now: number): Promise<void> => {
  if (templates.length === 0 || (await readTemplates(pool)).length > 0) return;
  await transaction(pool, async (tx) => {
    await lockProgrammes(tx);
    if ((await readTemplates(tx)).length > 0) return;
    for (const template of templates)
      await publishTemplate(tx, template, { by: hilo, why: 'The first, as it is configured.', now });
  });
};
