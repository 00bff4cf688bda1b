/** What is asked of the API before anyone is signed in. */

import { newKey, request } from './request.ts';
import type { SignInInfo } from './types.ts';

export function fetchSignInInfo(): Promise<SignInInfo> {
  return request('GET', 'public/sign-in');
}

export interface SetupValues {
  code: string;
  tenant_name: string;
  tenant_slug: string;
  currency: string;
  timezone: string;
  name: string;
  email: string;
  password: string;
}

export function setUp(values: SetupValues): Promise<void> {
  return request('POST', 'public/setup', { body: values, idempotencyKey: newKey() });
}

export interface Invitation {
  tenant_name: string;
  email: string;
}

export function fetchInvitation(token: string): Promise<Invitation> {
  return request('GET', `public/invitations/${encodeURIComponent(token)}`);
}

export function acceptInvitation(token: string, body: { name: string; password: string }): Promise<void> {
  return request('POST', `public/invitations/${encodeURIComponent(token)}/accept`, { body });
}

export function askForReset(email: string): Promise<void> {
  return request('POST', 'public/password-resets', { body: { email } });
}

export function resetPassword(token: string, password: string): Promise<void> {
  return request('POST', `public/password-resets/${encodeURIComponent(token)}`, { body: { password } });
}
