/** What is asked of the API before anyone is signed in. */

import { request } from './request.ts';
import type { Shape, SignInInfo } from './types.ts';

export function fetchSignInInfo(): Promise<SignInInfo> {
  return request('GET', 'public/sign-in');
}

export interface SetupValues {
  code: string;
  tenant: { name: string; slug: string; currency: string; timezone: string; locale: string };
  owner: { name: string; email: string; password: string };
}

/** Makes the first shop and its owner, and signs in. */
export function setUp({ code, tenant, owner }: SetupValues): Promise<void> {
  return request('POST', 'setup', {
    body: { code, tenant: { ...tenant, slug: tenant.slug || null }, owner },
  });
}

export type Invitation = Shape<'InvitationView'>;

const invitation = (code: string) => `public/invitations/${encodeURIComponent(code)}`;
const reset = (code: string) => `public/password-resets/${encodeURIComponent(code)}`;

export function fetchInvitation(code: string): Promise<Invitation> {
  return request('GET', invitation(code));
}

/** For someone new: makes the account and signs in. */
export function joinAsNew(code: string, body: { name: string; password: string }): Promise<void> {
  return request('POST', invitation(code), { body });
}

/** For someone who has an account and is signed in with it. */
export function joinAsKnown(code: string): Promise<void> {
  return request('POST', `${invitation(code)}/acceptance`);
}

export function askForReset(email: string): Promise<{ mails: boolean; message: string }> {
  return request('POST', 'public/password-resets', { body: { email } });
}

export function fetchReset(code: string): Promise<{ email: string }> {
  return request('GET', reset(code));
}

export function resetPassword(code: string, password: string): Promise<void> {
  return request('POST', reset(code), { body: { password } });
}
