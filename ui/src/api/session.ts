import { asProblem } from './problem.ts';
import { queryClient } from './queryClient.ts';
import { request } from './request.ts';
import { chooseTenant, forgetTenant, tenantSlug } from './tenant.ts';
import type { Me } from './types.ts';

export const meKey = ['me'] as const;

export interface Credentials {
  email: string;
  password: string;
  totp?: string;
}

/** Who is signed in, for which tenant, and what they may do. Throws a Problem with status 401 for nobody. */
export async function fetchMe(): Promise<Me> {
  const me = await request<Me>('GET', 'me').catch((thrown) => {
    // The tenant this browser remembers is gone, or not this person's any more.
    if (!tenantSlug() || asProblem(thrown).code !== 'tenant_not_found') throw thrown;
    forgetTenant();
    return request<Me>('GET', 'me');
  });
  const [first] = me.tenants;
  if (me.tenant || !first || me.second_factor_set_up_required) {
    if (me.tenant && me.tenant.slug !== tenantSlug()) chooseTenant(me.tenant.slug);
    return me;
  }
  chooseTenant(first.slug);
  return request<Me>('GET', 'me');
}

export function loadMe(): Promise<Me> {
  return queryClient.query({ queryKey: meKey, queryFn: fetchMe, staleTime: 60_000 });
}

export async function signIn(credentials: Credentials): Promise<void> {
  await request('POST', 'session', { body: credentials });
  queryClient.clear();
}

export async function signOut(): Promise<void> {
  await request('DELETE', 'session');
  forgetTenant();
  queryClient.clear();
}
