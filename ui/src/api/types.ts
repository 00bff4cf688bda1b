/**
 * Shapes of the API that the frame itself needs, by hand until `npm run api` has made `api.gen.ts` from the OpenAPI
 * file. None of them is final; a section takes its own from `api.gen.ts`.
 */

export interface TenantInfo {
  slug: string;
  name: string;
  currency: string;
  timezone: string;
  locale: string;
}

export interface Me {
  user: { id: number; name: string; email: string; totp_enabled?: boolean };
  tenants: { slug: string; name: string; role?: string }[];
  tenant: TenantInfo | null;
  role: string | null;
  capabilities: string[];
  features: Record<string, boolean>;
}

export interface TrackerPhase {
  name: string;
  status: TrackerStatus;
  total: number | null;
  completed: number;
  failed: number;
}

export type TrackerStatus = 'pending' | 'in_progress' | 'completed' | 'failed' | 'cancelled';

export interface Tracker {
  id: number;
  subject: { kind: string; id: number | null; name?: string | null } | null;
  marketplace: { id: number; name: string } | null;
  parent_id: number | null;
  action: string;
  process_type: 'main' | 'marketplace';
  status: TrackerStatus;
  phases: TrackerPhase[];
  total: number | null;
  completed: number;
  failed: number;
  /** 0 to 100; never goes back. */
  progress: number;
  metadata: Record<string, unknown>;
  started_at: string | null;
  last_activity_at: string | null;
  completed_at: string | null;
  error: string | null;
}

export interface Notice {
  id: number;
  kind: string;
  level: 'info' | 'warning' | 'error';
  title: string;
  body: string | null;
  subject: { kind: string; id: number | null } | null;
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
  setup_needed?: boolean;
  demo?: { email: string; password: string } | null;
}
