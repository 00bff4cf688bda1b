import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { type ReactNode, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { EmptyState } from '../EmptyState.tsx';

export interface ChartFrameProps {
  /** What the chart shows, in a sentence. */
  label: string;
  empty: boolean;
  /** The same numbers as a table. */
  table: ReactNode;
  children: ReactNode;
}

/** A chart with its numbers one click away. */
export function ChartFrame({ label, empty, table, children }: ChartFrameProps) {
  const t = useT();
  const [asTable, setAsTable] = useState(false);
  if (empty) return <EmptyState small title={t('chart.nothing')} />;
  return (
    <Figure aria-label={label}>
      {asTable ? table : children}
      <Foot>
        <Button variant="text" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'chart.chart' : 'chart.table')}
        </Button>
      </Foot>
    </Figure>
  );
}

const Figure = styled('figure')({ margin: 0, minWidth: 0 });
const Foot = styled('div')({
  display: 'flex',
  justifyContent: 'flex-end',
  marginTop: 4,
  '& button': { minHeight: 26 },
});
