import { styled, useTheme } from '@mui/material/styles';
import { weight } from '~/tokens.ts';
import { useSeriesColors } from './useSeriesColors.ts';

export interface LegendEntry {
  id: string;
  label: string;
  /** The accent line, one of the grey ones, or the place in a stack. */
  color: 'accent' | 'quiet' | number;
}

/** The words of a chart's colours; where lines can be picked, buttons. */
export function Legend({
  entries,
  onPick,
}: {
  entries: LegendEntry[];
  onPick?: ((id: string) => void) | undefined;
}) {
  const { vars } = useTheme();
  const colors = useSeriesColors();
  const swatch = ({ color }: LegendEntry) =>
    color === 'accent' ? vars.palette.series[1] : color === 'quiet' ? vars.palette.quietLine : colors[color];
  return (
    <List>
      {entries.map((entry) => {
        const content = (
          <>
            <i style={{ backgroundColor: swatch(entry), height: typeof entry.color === 'number' ? 10 : 3 }} />
            <span>{entry.label}</span>
          </>
        );
        return (
          <li key={entry.id} data-accent={entry.color === 'accent' || undefined}>
            {onPick ? (
              <button type="button" aria-pressed={entry.color === 'accent'} onClick={() => onPick(entry.id)}>
                {content}
              </button>
            ) : (
              content
            )}
          </li>
        );
      })}
    </List>
  );
}

const List = styled('ul')(({ theme }) => ({
  listStyle: 'none',
  display: 'flex',
  flexWrap: 'wrap',
  gap: '4px 18px',
  margin: '0 0 8px',
  padding: 0,
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.secondary,
  '& > li, & button': { display: 'inline-flex', alignItems: 'center', gap: 6, minWidth: 0, maxWidth: '100%' },
  '& button': {
    all: 'unset',
    cursor: 'pointer',
    display: 'inline-flex',
    alignItems: 'center',
    gap: 6,
    minHeight: 24,
  },
  '& button:hover': { color: theme.vars.palette.text.primary },
  '& i': { flex: 'none', width: 12, borderRadius: 2 },
  '& span': { maxWidth: 220, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& > [data-accent]': { fontWeight: weight.medium, color: theme.vars.palette.text.primary },
}));
