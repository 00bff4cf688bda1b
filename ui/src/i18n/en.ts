import { ads } from './en/ads.ts';
import { audience } from './en/audience.ts';
import { audit } from './en/audit.ts';
import { catalog } from './en/catalog.ts';
import { entrance } from './en/entrance.ts';
import { home } from './en/home.ts';
import { importing } from './en/importing.ts';
import { jobs, phase, tracker } from './en/jobs.ts';
import { me } from './en/me.ts';
import { orders } from './en/orders.ts';
import { pricing } from './en/pricing.ts';
import { reports } from './en/reports.ts';
import { settings } from './en/settings.ts';
import { state } from './en/state.ts';
import { team } from './en/team.ts';

/** A section adds its file of messages here, and the same in every other language. */
export const messages = {
  ...entrance,
  ads,
  audience,
  audit,
  catalog,
  home,
  jobs,
  me,
  importing,
  orders,
  phase,
  pricing,
  reports,
  settings,
  state,
  team,
  tracker,
};
