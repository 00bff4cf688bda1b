import { ads } from './en/ads.ts';
import { auth } from './en/auth.ts';
import { catalog } from './en/catalog.ts';
import { components } from './en/components.ts';
import { frame } from './en/frame.ts';
import { home } from './en/home.ts';
import { orders } from './en/orders.ts';
import { pricing } from './en/pricing.ts';
import { ra } from './en/ra.ts';
import { reports } from './en/reports.ts';
import { state } from './en/state.ts';

/** A section adds its file of messages here, and the same in every other language. */
export const messages = {
  ...components,
  ads,
  auth,
  catalog,
  frame,
  home,
  orders,
  pricing,
  ra,
  reports,
  state,
};
