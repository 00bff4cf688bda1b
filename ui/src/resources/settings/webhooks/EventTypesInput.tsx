import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import { styled } from '@mui/material/styles';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { request } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { useFieldWords } from '~/components/form/labels.ts';
import { type FieldProps, useField } from '~/components/form/useField.ts';
import { useT } from '~/i18n/useT.ts';
import { size, weight } from '~/tokens.ts';
import { allOf, EVERYTHING, hears, kindOf, toggled } from './eventTypes.ts';

/** The events an address is told of: single ones, all of a kind, or everything, also what comes later. */
export function EventTypesInput(props: FieldProps) {
  const t = useT();
  const show = useCallback((value: unknown) => (value as string[]).join(', '), []);
  useFieldWords(props.name, props.label, show);
  const { data: types = [] } = useQuery({
    queryKey: ['event-types'],
    queryFn: async ({ signal }) =>
      (await request<Shape<'EventTypes'>>('GET', 'events/types', { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { value, onChange, text } = useField<string[]>(props, {
    validate: (chosen: string[]) => chosen.length > 0 || t('settings.webhook.none_chosen'),
  });
  const published = types.filter((type) => type.is_published).map(({ type }) => type);
  const box = (name: string, label: string, disabled: boolean, checked = value.includes(name)) => (
    <FormControlLabel
      key={name}
      disabled={disabled}
      control={<Checkbox checked={checked} onChange={() => onChange(toggled(value, name))} />}
      label={label}
    />
  );
  const everything = value.includes(EVERYTHING);
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <Legend>{props.label}</Legend>
      <Box>
        {box(EVERYTHING, t('settings.webhook.everything'), false)}
        {[...new Set(published.map(kindOf))].map((kind) => {
          const all = everything || value.includes(allOf(kind));
          return (
            <div key={kind}>
              {box(allOf(kind), t('settings.webhook.all_of', { kind }), everything, all)}
              <div>
                {published
                  .filter((type) => kindOf(type) === kind)
                  .map((type) => box(type, type, all, hears(value, type)))}
              </div>
            </div>
          );
        })}
      </Box>
      {text.helperText && <FormHelperText error={text.error}>{text.helperText}</FormHelperText>}
    </fieldset>
  );
}

const Legend = styled('legend')({
  padding: 0,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  fontWeight: weight.medium,
});

const Box = styled('div')(({ theme }) => ({
  display: 'grid',
  gap: 4,
  maxHeight: 300,
  overflowY: 'auto',
  marginTop: 4,
  padding: '8px 12px',
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius,
  '& > div > div': { display: 'grid', paddingLeft: 24 },
}));
