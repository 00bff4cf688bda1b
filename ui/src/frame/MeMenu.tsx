import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import { styled } from '@mui/material/styles';
import { CircleUser, Keyboard, LogOut, MonitorSmartphone, ShieldCheck } from 'lucide-react';
import { useLogout } from 'ra-core';
import { Link } from 'react-router';
import { MenuButton } from '~/components/MenuButton.tsx';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';
import { Avatar } from './Avatar.tsx';

const roles = ['owner', 'admin', 'marketing_manager', 'operator', 'analyst'] as const;

/** What is one's own. */
const pages = [
  { to: '/me', label: 'me.profile.title', icon: CircleUser },
  { to: '/me/security', label: 'me.security.title', icon: ShieldCheck },
  { to: '/me/sessions', label: 'me.sessions.title', icon: MonitorSmartphone },
] as const;

export function MeMenu({ onHelp }: { onHelp: () => void }) {
  const t = useT();
  const { user, role } = useMe();
  const logout = useLogout();
  const known = roles.find((one) => one === role);
  return (
    <MenuButton
      button={(props) => (
        <IconButton {...props} aria-label={`${t('frame.me.label')}: ${user.name}`}>
          <Avatar name={user.name} round />
        </IconButton>
      )}
    >
      {(close) => [
        <Who key="who" role="presentation">
          <b>{user.name}</b>
          <span>{user.email}</span>
          {known && <span>{t('frame.me.role', { role: t(`frame.role.${known}`) })}</span>}
        </Who>,
        ...pages.map(({ to, label, icon: Icon }) => (
          <MenuItem key={to} component={Link} to={to} onClick={close}>
            <Icon size={16} strokeWidth={1.7} />
            {t(label)}
          </MenuItem>
        )),
        <MenuItem
          key="help"
          onClick={() => {
            close();
            onHelp();
          }}
        >
          <Keyboard size={16} strokeWidth={1.7} />
          {t('frame.keys.title')}
        </MenuItem>,
        <MenuItem key="out" onClick={() => void logout()}>
          <LogOut size={16} strokeWidth={1.7} />
          {t('frame.me.sign_out')}
        </MenuItem>,
      ]}
    </MenuButton>
  );
}

const Who = styled('li')(({ theme }) => ({
  display: 'grid',
  padding: '8px 12px 10px',
  marginBottom: 4,
  borderBottom: `1px solid ${theme.vars.palette.divider}`,
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.secondary,
  '& b': {
    fontSize: '0.8125rem',
    lineHeight: '19px',
    fontWeight: weight.strong,
    color: theme.vars.palette.text.primary,
  },
}));
