import type { MessageRoutes } from '../delivery/routes.ts';
import { callListRoute } from '../domain/call-lists/call-list.ts';
import { isAnyCallList } from '../store/call-lists.ts';

/** These routes, and where there is a call list, calls by agents. Nothing carries them but whoever leases them. */
export const withCallLists = (routes: MessageRoutes): MessageRoutes => ({
  ...routes,
  inForce: async (tx) => {
    const carried = await routes.inForce(tx);
    return (await isAnyCallList(tx)) ? new Map([...carried, ['call_centre', callListRoute]]) : carried;
  },
});
