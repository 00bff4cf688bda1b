import type { Token } from './roles.ts';

/** Whether a token still works. */
export function tokenState({ revoked_at, expires_at }: Token, now: number): 'active' | 'expired' | 'revoked' {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && Date.parse(expires_at) <= now ? 'expired' : 'active';
}
