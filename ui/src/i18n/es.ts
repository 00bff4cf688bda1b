import { ads } from './es/ads.ts';
import { audience } from './es/audience.ts';
import { audit } from './es/audit.ts';
import { catalog } from './es/catalog.ts';
import { entrance } from './es/entrance.ts';
import { home } from './es/home.ts';
import { importing } from './es/importing.ts';
import { jobs, phase, tracker } from './es/jobs.ts';
import { me } from './es/me.ts';
import { orders } from './es/orders.ts';
import { pricing } from './es/pricing.ts';
import { reports } from './es/reports.ts';
import { settings } from './es/settings.ts';
import { state } from './es/state.ts';
import { team } from './es/team.ts';
import type { Messages } from './language.ts';

export const messages: Messages = {
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
