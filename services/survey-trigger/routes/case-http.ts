import { caseRulesRoutes } from './case-rules.ts';
import { caseRoutes } from './cases.ts';
import { contactForCaseRoute } from './contact-for-case.ts';
import type { Route } from './context.ts';
import { workOnCaseRoutes } from './work-on-cases.ts';

/** `/v1/cases` and `/v1/case-rules`. */
export const casesHttp: readonly Route[] = [
  ...caseRoutes,
  ...workOnCaseRoutes,
  contactForCaseRoute,
  ...caseRulesRoutes,
];
