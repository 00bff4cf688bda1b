import Button from '@mui/material/Button';
import { useLogout } from 'ra-core';
import { useT } from '~/i18n/useT.ts';
import { Entrance } from '~/pages/Entrance.tsx';
import { useMe } from '~/session/useMe.ts';

/** For who has an account and no shop to enter: never invited, removed, or shut out for now. */
export default function NoShop() {
  const t = useT();
  const logout = useLogout();
  const { user } = useMe();
  return (
    <Entrance title={t('me.no_shop.title')} text={t('me.no_shop.text', { email: user.email })}>
      <Button onClick={() => void logout()}>{t('frame.me.sign_out')}</Button>
    </Entrance>
  );
}
