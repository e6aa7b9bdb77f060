import type { Resources } from '@hilo/runtime';
import type { z } from 'zod';
import { publishFirstCaseRules } from '../cases/publish-rules.ts';
import {
  loadCaseRules,
  loadContactPolicy,
  loadGuidanceCards,
  loadProgrammes,
  loadReactionRules,
  loadTemplates,
  type SurveyTriggerConfig,
} from '../config.ts';
import type { Programme } from '../domain/programme.ts';
import { publishFirstCards } from '../guidance/publish-cards.ts';
import { publishFirst } from '../policies/publish-policy.ts';
import { notInForce, publishFirstProgrammes } from '../programmes/publish-first.ts';
import { publishFirstTemplates } from '../programmes/publish-template.ts';
import { publishFirstReactionRules } from '../reactions/publish-rules.ts';

/** Publishes what is configured, or shipped, where nobody has published anything yet. */
export const publishConfigured = async (
  resources: Resources,
  config: z.infer<typeof SurveyTriggerConfig>,
): Promise<void> => {
  const { pool, now } = resources;
  const written = loadProgrammes(config.HILO_PROGRAMMES);
  await publishFirst(pool, loadContactPolicy(config.HILO_CONTACT_POLICY), now());
  await publishFirstProgrammes(pool, written, now());
  const caseRules = loadCaseRules(config.HILO_CASE_RULES);
  await publishFirstCaseRules(pool, caseRules, now());
  const templates = loadTemplates(config.HILO_TEMPLATES);
  await publishFirstTemplates(pool, templates, now());
  await publishFirstReactionRules(
    pool,
    loadReactionRules(config.HILO_REACTION_RULES, { caseRules, programmes: written, templates }),
    now(),
  );
  await publishFirstCards(pool, loadGuidanceCards(), now());
  if (config.HILO_PROGRAMMES !== undefined) await tellWhatIsNotInForce(resources, written);
};

/** The file is read at the first start of an installation; who changes it later would wait in vain. */
const tellWhatIsNotInForce = async ({ pool, logger }: Resources, written: readonly Programme[]): Promise<void> => {
  const ids = await notInForce(pool, written);
  if (ids.length > 0)
    logger.warn(
      { programmes: ids },
      'programmes of HILO_PROGRAMMES are not in force as they stand there: PUT /v1/programmes/{id}',
    );
};
