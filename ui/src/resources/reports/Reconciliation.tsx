import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import type { Query } from '~/api/request.ts';
import type { Shape } from '~/api/types.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { StateGlyph } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { useReport } from './useReport.ts';

/** The sums that reports read, against the ledger they are made of: on demand, since it reads all of it. */
export function Reconciliation({ query }: { query: Query }) {
  const t = useT();
  const [asked, setAsked] = useState(false);
  const check = useReport<Shape<'Health'>>('reports/health', asked ? { ...query, reconcile: true } : null);
  const found = check.data?.reconciliation;
  return (
    <Panel
      title={t('reports.books.title')}
      flush
      aside={
        found && (
          <Button disabled={check.isFetching} onClick={() => void check.refetch()}>
            {t('reports.books.again')}
          </Button>
        )
      }
    >
      {!asked && (
        <EmptyState small title={t('reports.books.unasked')} text={t('reports.books.text')}>
          <Button onClick={() => setAsked(true)}>{t('reports.books.check')}</Button>
        </EmptyState>
      )}
      {check.error && <ErrorState error={check.error} onRetry={() => void check.refetch()} />}
      {asked && !found && !check.error && (
        <div style={{ padding: 16 }}>
          <PageWait />
        </div>
      )}
      {found && <Findings found={found} />}
    </Panel>
  );
}

function Findings({ found }: { found: Shape<'Reconciliation'> }) {
  const t = useT();
  const format = useFormat();
  const lines = [
    { name: 'rollup_days_off', value: found.rollup_days_off, words: format.integer(found.rollup_days_off) },
    { name: 'difference', value: found.difference.amount, words: format.money(found.difference) },
    {
      name: 'split_difference',
      value: found.split_difference.amount,
      words: format.money(found.split_difference),
    },
    { name: 'orphan_entries', value: found.orphan_entries, words: format.integer(found.orphan_entries) },
    {
      name: 'items_not_computed',
      value: found.items_not_computed,
      words: format.integer(found.items_not_computed),
    },
  ] as const;
  const wrong = lines.filter(({ value }) => value !== 0);
  return (
    <>
      <Verdict data-wrong={wrong.length > 0 || undefined} role="status">
        <StateGlyph glyph={wrong.length > 0 ? 'bang' : 'check'} />
        {wrong.length > 0
          ? t('reports.books.wrong', { smart_count: wrong.length })
          : t('reports.books.agree')}
      </Verdict>
      <List>
        {lines.map(({ name, value, words }) => (
          <div key={name} data-wrong={value !== 0 || undefined}>
            <dt>
              {t(`reports.books.${name}`)}
              {value !== 0 && <small>{t(`reports.books.${name}_help`)}</small>}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </List>
    </>
  );
}

const Verdict = styled('p')(({ theme }) => ({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  margin: 0,
  padding: '4px 16px 10px',
  fontSize: '0.8125rem',
  lineHeight: '19px',
  color: theme.vars.palette.good.text,
  '&[data-wrong]': { color: theme.vars.palette.warn.text },
}));

const List = styled('dl')(({ theme }) => ({
  margin: 0,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& > div': {
    display: 'flex',
    justifyContent: 'space-between',
    gap: 16,
    padding: '8px 16px',
    borderTop: `1px solid ${theme.vars.palette.divider}`,
  },
  '& dd': { margin: 0, textAlign: 'right' },
  '& [data-wrong] dd': { color: theme.vars.palette.warn.text },
  '& small': { display: 'block', fontSize: '0.75rem', color: theme.vars.palette.text.secondary },
}));
