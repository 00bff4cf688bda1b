import { styled } from '@mui/material/styles';
import { useFormContext, useWatch } from 'react-hook-form';
import { useT } from '~/i18n/useT.ts';
import type { Role } from './roles.ts';

/** What the chosen role may do, in a sentence. */
export function RoleHint() {
  const t = useT();
  const { control } = useFormContext<{ role: Role }>();
  const role = useWatch({ control, name: 'role' });
  return <Note>{t(`team.role.may.${role}`)}</Note>;
}

const Note = styled('p')(({ theme }) => ({
  margin: 0,
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.secondary,
}));
