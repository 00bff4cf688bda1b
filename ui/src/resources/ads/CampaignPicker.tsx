import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useFound } from '~/components/form/useFound.ts';
import { useT } from '~/i18n/useT.ts';
import type { AdCampaign } from './campaign.ts';

export type PickedCampaign = Pick<AdCampaign, 'id' | 'name'>;

export interface CampaignPickerProps {
  label: string;
  value: PickedCampaign | null;
  onChange: (campaign: PickedCampaign | null) => void;
}

const byName = { sort: 'name' };

/** A campaign, found by typing part of its name. */
export function CampaignPicker({ label, value, onChange }: CampaignPickerProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const { found, busy } = useFound<AdCampaign>('ad-campaigns', typed, byName);
  return (
    <Autocomplete<PickedCampaign>
      size="small"
      options={found}
      loading={busy}
      value={value}
      onChange={(_, next) => onChange(next)}
      onInputChange={(_, next, reason) => reason === 'input' && setTyped(next)}
      getOptionLabel={({ name }) => name}
      getOptionKey={({ id }) => id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      filterOptions={(options) => options}
      noOptionsText={t('form.nothing')}
      loadingText="…"
      renderInput={({ slotProps, ...props }) => (
        <TextField
          {...props}
          placeholder={t('ads.names.choose')}
          slotProps={{ ...slotProps, htmlInput: { ...slotProps.htmlInput, 'aria-label': label } }}
        />
      )}
    />
  );
}
