import { LayoutDashboard, type LucideIcon } from 'lucide-react';
import type { Words } from '../i18n/en.ts';

/** A page that has a place in the menu and in the palette. */
export type Place = { to: '/'; name: keyof Words['pages']; icon: LucideIcon };

/** The pages, in the order of the menu. */
export const places: readonly Place[] = [{ to: '/', name: 'overview', icon: LayoutDashboard }];
