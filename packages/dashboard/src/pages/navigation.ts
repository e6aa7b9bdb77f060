import {
  Gauge,
  Inbox,
  LayoutDashboard,
  type LucideIcon,
  MessageCircleQuestion,
  Route,
  ShieldCheck,
  Users,
} from 'lucide-react';
import type { Words } from '../i18n/en.ts';

/** A page that has a place in the menu and in the palette. */
export type Place = {
  to: '/' | '/customers' | '/journeys' | '/surveys' | '/cases' | '/pressure' | '/quality';
  name: keyof Words['pages'];
  icon: LucideIcon;
};

/** The pages, in the order of the menu. */
export const places: readonly Place[] = [
  { to: '/', name: 'overview', icon: LayoutDashboard },
  { to: '/customers', name: 'customers', icon: Users },
  { to: '/journeys', name: 'journeys', icon: Route },
  { to: '/surveys', name: 'surveys', icon: MessageCircleQuestion },
  { to: '/cases', name: 'cases', icon: Inbox },
  { to: '/pressure', name: 'pressure', icon: Gauge },
  { to: '/quality', name: 'quality', icon: ShieldCheck },
];
