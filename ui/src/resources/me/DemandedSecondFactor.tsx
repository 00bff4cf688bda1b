import Button from '@mui/material/Button';
import { useQueryClient } from '@tanstack/react-query';
import { useLogout } from 'ra-core';
import { useState } from 'react';
import { meKey } from '~/api/session.ts';
import { tenantSlug } from '~/api/tenant.ts';
import { useSwitchTenant } from '~/frame/useSwitchTenant.ts';
import { useT } from '~/i18n/useT.ts';
import { Entrance } from '~/pages/Entrance.tsx';
import { useMe } from '~/session/useMe.ts';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { SecondFactorSetup } from './SecondFactorSetup.tsx';

/** A shop asks every member for an authenticator app: it is set up before anything else can be seen. */
export default function DemandedSecondFactor() {
  const t = useT();
  const logout = useLogout();
  const switchTenant = useSwitchTenant();
  const queries = useQueryClient();
  const { user, tenants } = useMe();
  const [codes, setCodes] = useState<string[] | null>(null);
  const here = tenants.find(({ slug }) => slug === tenantSlug()) ?? tenants[0];
  if (codes) {
    return (
      <Entrance title={t('me.recovery.title')}>
        <RecoveryCodes
          codes={codes}
          email={user.email}
          onDone={() => void queries.resetQueries({ queryKey: meKey })}
        />
      </Entrance>
    );
  }
  return (
    <Entrance
      title={t('me.second_factor.title')}
      text={t('me.second_factor.demanded', { tenant: here?.name ?? '' })}
    >
      <SecondFactorSetup onDone={setCodes} />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 4, marginTop: 16 }}>
        {tenants
          .filter(({ slug }) => slug !== here?.slug)
          .map(({ slug, name }) => (
            <Button key={slug} variant="text" onClick={() => switchTenant(slug)}>
              {t('me.second_factor.other_shop', { name })}
            </Button>
          ))}
        <Button variant="text" onClick={() => void logout()}>
          {t('frame.me.sign_out')}
        </Button>
      </div>
    </Entrance>
  );
}
