import { styled } from '@mui/material/styles';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { size, weight } from '~/tokens.ts';
import { dayIn } from '~/zone.ts';
import type { Found, useSearch } from './useSearch.ts';

const kinds = ['product', 'order', 'contact', 'segment', 'price_list', 'ad_campaign', 'page'] as const;

export interface SearchResultsProps {
  id: string;
  search: ReturnType<typeof useSearch>;
  chosen: Found | undefined;
  onPick: (found: Found) => void;
}

export function optionId(listId: string, found: Found): string {
  return `${listId} ${found.key}`.replaceAll(' ', '-');
}

export function SearchResults({ id, search, chosen, onPick }: SearchResultsProps) {
  const t = useT();
  const format = useFormat();
  const { found, failed, behind, short, q } = search;
  const nothing = found.length === 0 && !failed;
  const heading = (kind: string) =>
    t(`frame.search.kind.${kinds.find((known) => known === kind) ?? 'other'}`);
  return (
    <Sheet id={id} role="listbox" aria-label={t('frame.search.label')} aria-busy={behind}>
      {found.map((one, i) => (
        <div key={one.key} role="presentation">
          {found[i - 1]?.kind !== one.kind && <Heading role="presentation">{heading(one.kind)}</Heading>}
          <Hit
            id={optionId(id, one)}
            role="option"
            aria-selected={one === chosen}
            // The box must not lose its focus before the click arrives.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(one)}
          >
            <span>{one.title}</span>
            {one.subtitle && <small>{one.subtitle}</small>}
            {(one.at || one.status) && (
              <Facts>
                {one.at && <small>{format.day(dayIn(format.timeZone, one.at))}</small>}
                {one.status && <StateChip state={one.status} quiet />}
              </Facts>
            )}
          </Hit>
        </div>
      ))}
      {failed && <Note role="alert">{t('frame.search.failed')}</Note>}
      {nothing && short && <Note role="status">{t('frame.search.short')}</Note>}
      {nothing && !short && (
        <Note role="status">{behind ? t('frame.search.looking') : t('frame.search.nothing', { q })}</Note>
      )}
    </Sheet>
  );
}

const Sheet = styled('div')(({ theme }) => ({
  position: 'absolute',
  zIndex: theme.zIndex.modal,
  top: 'calc(100% + 6px)',
  left: 0,
  right: 0,
  maxHeight: 'min(480px, 70vh)',
  overflowY: 'auto',
  padding: 4,
  border: `1px solid ${theme.vars.palette.divider}`,
  borderRadius: size.radius + 2,
  backgroundColor: theme.vars.palette.background.paper,
  boxShadow: theme.vars.palette.shadow,
  '&:empty': { display: 'none' },
}));

const Heading = styled('div')(({ theme }) => ({
  padding: '8px 8px 2px',
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.text.third,
}));

const Hit = styled('div')(({ theme }) => ({
  display: 'flex',
  alignItems: 'baseline',
  gap: 10,
  padding: '6px 8px',
  borderRadius: 4,
  cursor: 'pointer',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  color: theme.vars.palette.text.primary,
  '& > span': {
    fontWeight: weight.medium,
    flex: '0 1 auto',
    minWidth: '30%',
    maxWidth: '70%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '& > small': {
    color: theme.vars.palette.text.secondary,
    fontSize: '0.75rem',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '&:hover': { backgroundColor: theme.vars.palette.hover },
  '&[aria-selected="true"]': { backgroundColor: theme.vars.palette.chosen },
}));

const Facts = styled('span')(({ theme }) => ({
  '&&': { display: 'flex', alignItems: 'center', gap: 10, maxWidth: 'none', marginLeft: 'auto' },
  '& small': {
    color: theme.vars.palette.text.third,
    fontSize: '0.75rem',
    fontWeight: weight.regular,
    whiteSpace: 'nowrap',
  },
  '@media (max-width: 599px)': { '& small': { display: 'none' } },
}));

const Note = styled('div')(({ theme }) => ({
  padding: 12,
  fontSize: '0.8125rem',
  color: theme.vars.palette.text.secondary,
}));
