/**
 * Shapes of the API that the frame itself needs, by hand until `npm run api` has made `api.gen.ts` from the OpenAPI
 * file. None of them is final; a section takes its own from `api.gen.ts`.
 */

export interface TenantInfo {
  id: number;
  slug: string;
  name: string;
  currency: string;
  timezone: string;
  locale: string;
  is_demo: boolean;
  version: number;
}

export interface Me {
  user: { id: number; name: string; email: string; locale: string; totp_enabled: boolean };
  tenants: { slug: string; name: string; role: string }[];
  tenant: TenantInfo | null;
  role: string | null;
  capabilities: string[];
  features: Record<string, boolean>;
  prices_include_tax: boolean | null;
  /** The tenant asks for a second factor that this person does not have yet; nothing else is open to them. */
  second_factor_set_up_required: boolean;
}

export type TrackerStatus = 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled';

export interface TrackerPhase {
  name: string;
  label: string;
  status: TrackerStatus;
  /** Null while nobody knows how much there is to do. */
  total: number | null;
  completed: number;
  failed: number;
  progress: number;
}

export interface Tracker {
  id: number;
  parent_id: number | null;
  subject_kind: string;
  subject_id: number | null;
  label: string;
  action: string;
  process_type: 'main' | 'marketplace';
  marketplace: string | null;
  status: TrackerStatus;
  /** 0 to 100; never goes back. */
  progress: number;
  total: number;
  completed: number;
  failed: number;
  phases: TrackerPhase[];
  outcome: Record<string, unknown>;
  error: string | null;
  started_at: string | null;
  last_activity_at: string;
  completed_at: string | null;
  can_cancel: boolean;
  rate_per_s: number | null;
  eta_s: number | null;
}

export interface Notice {
  id: number;
  kind: string;
  tone: string;
  /** English; a kind the console knows is said in the reader's language. */
  title: string;
  text: string | null;
  details: Record<string, unknown>;
  link: string | null;
  subject: { kind: string; id: number } | null;
  created_at: string;
  read_at: string | null;
}

export interface SearchHit {
  kind: string;
  id: number | string;
  title: string;
  subtitle: string | null;
}

export interface SignInInfo {
  /** True while the database holds nobody: the first visit makes the first owner. */
  setup_needed: boolean;
  demo: { email: string; password: string } | null;
  /** Whether links go out by e-mail. */
  mails: boolean;
}
