import { styled } from '@mui/material/styles';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { Choice } from './types.ts';

export interface StatusTabsBarProps {
  tabs: Choice[];
  counts: (number | undefined)[];
  value: string;
  onChange: (value: string) => void;
}

/** Everything, then one tab a status, each with how many there are. */
export function StatusTabsBar({ tabs, counts, value, onChange }: StatusTabsBarProps) {
  const t = useT();
  const format = useFormat();
  const all = [{ value: '', label: t('list.all') }, ...tabs];
  return (
    <Tabs
      aria-label={t('list.tabs')}
      value={all.some((tab) => tab.value === value) ? value : false}
      onChange={(_, next: string) => onChange(next)}
      sx={{ mb: 4 }}
    >
      {all.map((tab, i) => (
        <Tab
          key={tab.value}
          value={tab.value}
          label={
            <span>
              {tab.label}
              {counts[i] !== undefined && <Count>{format.integer(counts[i])}</Count>}
            </span>
          }
        />
      ))}
    </Tabs>
  );
}

const Count = styled('span')(({ theme }) => ({
  marginLeft: 7,
  fontWeight: 400,
  color: theme.vars.palette.text.secondary,
}));
