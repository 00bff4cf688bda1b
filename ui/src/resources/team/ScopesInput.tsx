import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import { styled } from '@mui/material/styles';
import { useController, useFormContext } from 'react-hook-form';
import { useT } from '~/i18n/useT.ts';
import { useCan, useMe } from '~/session/useMe.ts';
import { size, weight } from '~/tokens.ts';
import type { TokenValues } from './NewTokenDialog.tsx';
import { capabilityWords, domainWords } from './roles.ts';
import { useRoles } from './useRoles.ts';

/** What a token may do, out of what one may do oneself. */
export function ScopesInput() {
  const t = useT();
  const { capabilities } = useMe();
  const { data } = useRoles({ enabled: useCan('people.read') });
  const { control } = useFormContext<TokenValues>();
  const { field, fieldState } = useController({
    name: 'scopes',
    control,
    rules: { validate: (scopes) => scopes.length > 0 || t('team.tokens.none_chosen') },
  });
  const domains = [...new Set(capabilities.map((one) => one.split('.')[0] ?? one))];
  const toggle = (capability: string) =>
    field.onChange(
      field.value.includes(capability)
        ? field.value.filter((one) => one !== capability)
        : [...field.value, capability],
    );
  return (
    <Box>
      {domains.map((domain) => (
        <fieldset key={domain}>
          <legend>{domainWords(domain, t)}</legend>
          {capabilities
            .filter((one) => one.startsWith(`${domain}.`))
            .map((one) => (
              <FormControlLabel
                key={one}
                control={<Checkbox checked={field.value.includes(one)} onChange={() => toggle(one)} />}
                label={capabilityWords(one, data?.capabilities[one], t)}
              />
            ))}
        </fieldset>
      ))}
      {fieldState.error && <FormHelperText error>{fieldState.error.message}</FormHelperText>}
    </Box>
  );
}

const Box = styled('div')(({ theme }) => ({
  display: 'grid',
  gap: 12,
  maxHeight: 300,
  overflowY: 'auto',
  padding: 12,
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  '& fieldset': { display: 'grid', border: 0, margin: 0, padding: 0, minWidth: 0 },
  '& legend': { padding: 0, fontSize: '0.75rem', lineHeight: '17px', fontWeight: weight.medium },
}));
