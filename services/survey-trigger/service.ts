import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { topicsOf } from '@hilo/contracts';
import { derivedIds } from '@hilo/identifiers';
import {
  followApiKeys,
  followErasures,
  followRebuilds,
  type NameHashes,
  nameHashes,
  openAuthenticator,
  openReadTelling,
  ping,
  type Resources,
  readConfig,
  type ServiceDefinition,
} from '@hilo/runtime';
import type { z } from 'zod';
import { withCallLists } from './call-lists/call-routes.ts';
import { loadBounces } from './config/load-bounces.ts';
import { loadBrand } from './config/load-brand.ts';
import { loadDataCentres } from './config/load-data-centres.ts';
import {
  loadCaseRules,
  loadContactPolicy,
  loadMail,
  loadProgrammes,
  loadReactionRules,
  loadTemplates,
  SurveyTriggerConfig,
} from './config.ts';
import { watchKnowledge } from './contacts/knowledge.ts';
import { openPermissions } from './contacts/permissions.ts';
import { openVersions } from './delivery/outgoing.ts';
import { joinedRoutes, type MessageRoutes, mailRoutes } from './delivery/routes.ts';
import { renderMail } from './domain/mail/render-mail.ts';
import { openDryRuns } from './dry-runs/runner.ts';
import { openOutgoingWebhooks } from './endpoints/outgoing-webhooks.ts';
import { eraseWith, removeUntold } from './erase.ts';
import { countDryRun, countInboundMail } from './events.ts';
import { openLayout } from './page/html/layout.ts';
import { handlers } from './pipeline.ts';
import { answerRoutes } from './routes/answers.ts';
import { callLeaseRoutes } from './routes/call-leases.ts';
import { callListRoutes } from './routes/call-lists.ts';
import { callResultRoute } from './routes/call-results.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { casesHttp } from './routes/case-http.ts';
import { contactHoursRoute } from './routes/contact-hours.ts';
import { contactPermissionRoutes } from './routes/contact-permissions.ts';
import { contactPolicyRoutes } from './routes/contact-policy.ts';
import { contactPressureRoutes } from './routes/contact-pressure.ts';
import { contactRoutes } from './routes/contacts.ts';
import type { Route } from './routes/context.ts';
import { eventDeliveryRoutes } from './routes/event-deliveries.ts';
import { guidanceRoutes } from './routes/guidance.ts';
import { guidanceCardRoutes } from './routes/guidance-cards.ts';
import { invitationCountsRoute } from './routes/invitation-counts.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { openQuestionsRoute } from './routes/open-questions.ts';
import { optOutRegisterRoutes } from './routes/opt-out-registers.ts';
import { outgoingWebhookRoutes } from './routes/outgoing-webhooks.ts';
import { policyDryRunRoutes } from './routes/policy-dry-runs.ts';
import { programmeDraftRoutes } from './routes/programme-drafts.ts';
import { programmeDryRunRoutes } from './routes/programme-dry-runs.ts';
import { programmeStateRoutes } from './routes/programme-states.ts';
import { programmeVersionRoutes } from './routes/programme-versions.ts';
import { programmeRoutes } from './routes/programmes.ts';
import { reactionsHttp } from './routes/reaction-http.ts';
import { surveyLinkRoutes } from './routes/survey-links.ts';
import { surveyPages } from './routes/survey-pages.ts';
import { templateRoutes } from './routes/templates.ts';
import { unmatchedMailRoutes } from './routes/unmatched-mails.ts';
import { verbatimRoutes } from './routes/verbatims.ts';
import { openCaseRules } from './store/case-rules.ts';
import { openPolicies } from './store/contact-policies.ts';
import { openCards } from './store/guidance-cards.ts';
import { openProgrammes } from './store/programmes.ts';
import { openReactionRules } from './store/reaction-rules.ts';
import { openCaseWork } from './worker/cases.ts';
import { openGuidanceWork } from './worker/guidance.ts';
import { publishConfigured } from './worker/publish-configured.ts';
import { openReactions } from './worker/reactions.ts';
import { followSegments } from './worker/segments.ts';
import { openTelling } from './worker/telling.ts';
import { followThread } from './worker/thread.ts';
import { openVerbatimWork } from './worker/verbatims.ts';
import {
  openDeciding,
  openFollowing,
  openSending,
  sweepHistory,
  watchPolicy,
  watchProgrammes,
  watchRegisters,
  watchTimers,
} from './worker.ts';

const group = 'survey-trigger';

/** Decides who may be asked about what happened, while it is remembered, and says why where not. */
export const surveyTrigger: ServiceDefinition = {
  name: group,
  does: 'Decides who may be asked about an interaction, and says why not.',
  firstCall: { path: '/v1/programmes' },
  schema: 'survey',
  migrations: join(import.meta.dirname, 'migrations'),
  // Half of them may be held while mail servers and webhooks answer: see delivery/delivering.ts.
  maxConnections: 20,
  checkConfig: (environment) => {
    const config = readConfig(SurveyTriggerConfig, environment);
    const programmes = loadProgrammes(config.HILO_PROGRAMMES);
    loadContactPolicy(config.HILO_CONTACT_POLICY);
    const [caseRules, templates] = [loadCaseRules(config.HILO_CASE_RULES), loadTemplates(config.HILO_TEMPLATES)];
    loadReactionRules(config.HILO_REACTION_RULES, { caseRules, programmes, templates });
    loadBrand(config);
    loadMail(config);
    loadDataCentres(config.HILO_DATA_CENTRES);
    loadBounces(config.HILO_BOUNCES);
  },
  // Nobody else has what it looks with in memory.
  examine: async (examined) => (await import('./doctor/examine.ts')).examineAsking(examined),

  open: async (resources) => {
    const { environment, pool, log, now, use } = resources;
    const config = readConfig(SurveyTriggerConfig, environment);
    const authenticate = openAuthenticator(resources);
    const hashes = nameHashes(resources.process.HILO_ID_SECRET);
    const programmes = openProgrammes();
    const [caseRules, reactionRules, policies] = [openCaseRules(), openReactionRules(), openPolicies()];
    const cards = openCards();
    await publishConfigured(resources, config);
    await log.ensureTopics(topicsOf(group));
    use(await followApiKeys(resources, group));
    use(await followErasures(resources, group, eraseWith(hashes)));
    use(await followRebuilds(resources, group, removeUntold));
    use(await followThread(resources, handlers(programmes, hashes, { caseRules, reactionRules, cards, now })));
    use(await followSegments(resources));
    const webhooks = use(await openWebhooks(resources, config));
    const carriers = withCallLists(joinedRoutes(webhooks, await openRoutes(config, resources)));
    const inviting = { programmes, policies, isOnThread: config.HILO_INVITATIONS_ON_THREAD, routes: carriers };
    use(await openDeciding({ ...resources, hashes }, inviting));
    use(
      openSending({ ...resources, programmes, policies, hashes, routes: carriers, publicUrl: config.HILO_PUBLIC_URL }),
    );
    await readBounces(config, { ...resources, hashes });
    use(await openTelling({ ...resources, hashes, webhooks }));
    use(openFollowing(resources, { programmes, policies, hashes, routes: carriers }));
    use(openCaseWork(resources, caseRules));
    use(openVerbatimWork(resources, { caseRules, judges: config.HILO_SENTIMENT }));
    use(openReactions(resources, { caseRules, programmes, reactionRules }));
    use(openGuidanceWork(resources));
    use(watchTimers(resources));
    const dryRuns = use(openDryRuns({ ...resources, hashes }, countDryRun));
    for (const watch of [watchPolicy, watchProgrammes, sweepHistory, watchRegisters]) use(watch(resources));
    const naming = { hashes, deriveId: derivedIds(resources.process.HILO_ID_SECRET) };
    const knowledge = use(await watchKnowledge({ ...resources, hashes }));
    const permissions = openPermissions({ pool, naming, policies, knowledge, now });

    return {
      routes: async (app) => {
        const tellReads = openReadTelling(resources, group);
        const inForce = { policies, programmes, caseRules, reactionRules, versions: openVersions(pool) };
        const posting = { webhooks, routes: carriers, publicUrl: config.HILO_PUBLIC_URL };
        const asking = { permissions, dryRuns, authenticate, tellReads };
        const context = { ...resources, ...naming, ...inForce, ...posting, ...asking };
        const pages = pagesBy(config);
        for (const add of [...httpRoutes, ...programmeDraftRoutes(pages)]) add(app, context);
        await callbackRoutes(app, { ...context, brand: pages.brand });
        await surveyPages(app, { ...context, ...pages });
      },
      ready: async () => {
        await ping(pool);
      },
    };
  },
};

/** What comes back of mails is read where it says so; nobody else has the libraries of IMAP and SMTP in memory. */
const readBounces = async (
  config: z.infer<typeof SurveyTriggerConfig>,
  resources: Resources & { hashes: NameHashes },
): Promise<void> => {
  const source = loadBounces(config.HILO_BOUNCES);
  if (source === undefined) return;
  const { openInboundMail } = await import('./inbound-mail/open-inbound.ts');
  resources.use(await openInboundMail({ ...resources, source, brand: loadBrand(config), onTaken: countInboundMail }));
};

/** By which messages leave: by mail, where there is a server for it; nodemailer is loaded then. */
const openRoutes = async (
  config: z.infer<typeof SurveyTriggerConfig>,
  { use, now }: Resources,
): Promise<MessageRoutes> => {
  const mail = loadMail(config);
  if (mail === undefined) return mailRoutes(undefined);
  const { openSmtp } = await import('./delivery/smtp/transport.ts');
  const brand = loadBrand(config);
  const from = { name: brand.name, address: brand.from };
  return mailRoutes(use(openSmtp(mail.url, { ...mail, from, write: (one) => renderMail(one, brand) }, now)));
};

const httpRoutes: readonly Route[] = [
  ...outgoingWebhookRoutes,
  ...eventDeliveryRoutes,
  ...programmeRoutes,
  ...programmeDryRunRoutes,
  ...programmeVersionRoutes,
  ...programmeStateRoutes,
  ...contactPolicyRoutes,
  contactHoursRoute,
  ...policyDryRunRoutes,
  ...optOutRegisterRoutes,
  ...contactPermissionRoutes,
  ...contactRoutes,
  ...contactPressureRoutes,
  invitationCountsRoute,
  ...invitationRoutes,
  ...answerRoutes,
  ...callListRoutes,
  ...callLeaseRoutes,
  callResultRoute,
  ...surveyLinkRoutes,
  openQuestionsRoute,
  ...unmatchedMailRoutes,
  ...casesHttp,
  ...verbatimRoutes,
  ...reactionsHttp,
  ...guidanceCardRoutes,
  ...guidanceRoutes,
  ...templateRoutes,
];

/** Who asks on the pages, and which addresses are no people's. */
const pagesBy = (config: z.infer<typeof SurveyTriggerConfig>) => {
  const brand = loadBrand(config);
  const isDataCentre = loadDataCentres(config.HILO_DATA_CENTRES);
  return { brand, layout: openLayout(brand), isDataCentre, newId: () => randomUUID() };
};

/** Where messages and events are posted to. */
const openWebhooks = (resources: Resources, config: z.infer<typeof SurveyTriggerConfig>) =>
  openOutgoingWebhooks({
    ...resources,
    secret: resources.process.HILO_ID_SECRET,
    networks: config.HILO_WEBHOOK_ALLOW,
    company: loadBrand(config).name,
    publicUrl: config.HILO_PUBLIC_URL,
  });
