import type { Shape } from '~/api/types.ts';
import type { Translate } from '~/i18n/useT.ts';

export type Member = Shape<'MemberShape'>;
export type Invitation = Shape<'InvitationShape'>;
export type Token = Shape<'TokenShape'>;
export type Link = Shape<'LinkShape'>;
export type Role = Member['role'];

export const roles = [
  'owner',
  'admin',
  'marketing_manager',
  'operator',
  'analyst',
] as const satisfies readonly Role[];

/** The roles that someone may give: owners are made by owners. */
export function rolesToGive(makesOwners: boolean, t: Translate) {
  return roles
    .filter((role) => makesOwners || role !== 'owner')
    .map((role) => ({ value: role, label: t(`frame.role.${role}`) }));
}

/** `orders.edit` in the reader's language; one that is new and has no words yet, in the server's. */
export function capabilityWords(capability: string, meaning: string | undefined, t: Translate): string {
  const key = `team.capability.${capability.replace('.', '_')}` as Parameters<Translate>[0];
  return t(key, { _: meaning ?? capability });
}

/** What the domain of a capability is called. */
export function domainWords(domain: string, t: Translate): string {
  return t(`team.domain.${domain}` as Parameters<Translate>[0], { _: domain });
}
