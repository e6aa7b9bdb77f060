import type { Route } from './context.ts';
import { reactionDryRunRoutes } from './reaction-dry-runs.ts';
import { reactionRulesRoutes } from './reaction-rules.ts';
import { reactionRoutes } from './reactions.ts';

/** `/v1/reactions` and `/v1/reaction-rules`. */
export const reactionsHttp: readonly Route[] = [...reactionRoutes, ...reactionRulesRoutes, ...reactionDryRunRoutes];
