import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import { styled } from '@mui/material/styles';
import { useCallback } from 'react';
import type { Shape } from '~/api/types.ts';
import { useFieldWords } from '~/components/form/labels.ts';
import { type FieldProps, useField } from '~/components/form/useField.ts';
import { useT } from '~/i18n/useT.ts';
import { weight } from '~/tokens.ts';

type Status = Shape<'CountableStatus'>;
const STATUSES: Status[] = ['pending', 'confirmed', 'processing', 'shipped', 'delivered', 'completed'];

/** The statuses in which an order counts as sold; at least one. */
export function StatusesInput(props: FieldProps) {
  const t = useT();
  const show = useCallback(
    (value: unknown) => (value as Status[]).map((status) => t(`state.${status}`)).join(', '),
    [t],
  );
  useFieldWords(props.name, props.label, show);
  const { value, onChange, text } = useField<Status[]>(props, {
    validate: (chosen: Status[]) => chosen.length > 0 || t('form.needed'),
  });
  const toggle = (status: Status) =>
    onChange(STATUSES.filter((one) => (one === status ? !value.includes(one) : value.includes(one))));
  return (
    <Box>
      <legend>{props.label}</legend>
      <div>
        {STATUSES.map((status) => (
          <FormControlLabel
            key={status}
            control={<Checkbox checked={value.includes(status)} onChange={() => toggle(status)} />}
            label={t(`state.${status}`)}
          />
        ))}
      </div>
      {text.helperText && <FormHelperText error={text.error}>{text.helperText}</FormHelperText>}
    </Box>
  );
}

const Box = styled('fieldset')({
  border: 0,
  margin: 0,
  padding: 0,
  minWidth: 0,
  '& > legend': { padding: 0, fontSize: '0.8125rem', lineHeight: '19px', fontWeight: weight.medium },
  '& > div': { display: 'flex', flexWrap: 'wrap', columnGap: 16, marginTop: 4 },
});
