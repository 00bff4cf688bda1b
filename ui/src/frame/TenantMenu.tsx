import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import { ChevronsUpDown } from 'lucide-react';
import { MenuButton } from '~/components/MenuButton.tsx';
import { useT } from '~/i18n/useT.ts';
import { useMe } from '~/session/useMe.ts';
import { Avatar } from './Avatar.tsx';
import { useSwitchTenant } from './useSwitchTenant.ts';

/** Which shop this is; a menu for those who have several. */
export function TenantMenu() {
  const t = useT();
  const { tenant, tenants } = useMe();
  const switchTo = useSwitchTenant();
  if (!tenant) return null;
  const name = (
    <>
      <Avatar name={tenant.name} />
      <span style={{ marginLeft: 8, maxWidth: 160, overflow: 'hidden', textOverflow: 'ellipsis' }}>
        {tenant.name}
      </span>
    </>
  );
  if (tenants.length < 2) {
    return (
      <span
        style={{
          display: 'inline-flex',
          alignItems: 'center',
          fontWeight: 550,
          fontSize: '0.8125rem',
          padding: '0 8px',
          whiteSpace: 'nowrap',
        }}
      >
        {name}
      </span>
    );
  }
  return (
    <MenuButton
      button={(props) => (
        <Button
          {...props}
          variant="text"
          aria-label={t('frame.tenant.switch', { name: tenant.name })}
          endIcon={<ChevronsUpDown size={14} />}
          sx={{ px: 2, color: 'text.primary' }}
        >
          {name}
        </Button>
      )}
    >
      {(close) =>
        tenants.map(({ slug, name: other }) => (
          <MenuItem
            key={slug}
            selected={slug === tenant.slug}
            onClick={() => {
              close();
              if (slug !== tenant.slug) switchTo(slug);
            }}
          >
            <Avatar name={other} />
            {other}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
