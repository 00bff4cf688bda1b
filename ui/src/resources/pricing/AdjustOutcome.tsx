import { styled } from '@mui/material/styles';
import { SimpleTable } from '~/components/SimpleTable.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { weight } from '~/tokens.ts';
import type { Adjusted } from './types.ts';

const SHOWN = 8;

/** What an adjustment would make of the prices: how many, their sum, those below cost, and the first of them. */
export function AdjustOutcome({ outcome, current }: { outcome: Adjusted; current: boolean }) {
  const t = useT();
  const format = useFormat();
  const { currency, below_cost: below } = outcome;
  const money = (amount: number | null) => format.money(amount === null ? null : { amount, currency });
  const rows = outcome.named.slice(0, SHOWN).map((change) => ({ id: change.product_id, ...change }));
  const title =
    outcome.changed > rows.length
      ? t('pricing.adjust.first_of', {
          count: format.integer(rows.length),
          total: format.integer(outcome.changed),
        })
      : t('pricing.adjust.first');
  return (
    <Sheet data-old={!current || undefined} aria-live="polite">
      <dl>
        <div>
          <dt>{t('pricing.adjust.matched')}</dt>
          <dd>{format.integer(outcome.matched)}</dd>
        </div>
        <div>
          <dt>{t('pricing.adjust.changed')}</dt>
          <dd>{format.integer(outcome.changed)}</dd>
        </div>
        <div>
          <dt>{t('pricing.adjust.sum')}</dt>
          <dd>
            {money(outcome.total_before)} → {money(outcome.total_after)}
          </dd>
        </div>
      </dl>
      {!current && <p>{t('pricing.adjust.unseen')}</p>}
      {below > 0 && (
        <Warning>
          {t('pricing.adjust.confirm_below', { smart_count: below, count: format.integer(below) })}
        </Warning>
      )}
      {outcome.changed === 0 ? (
        <p>{t('pricing.adjust.nothing')}</p>
      ) : (
        <SimpleTable
          label={title}
          rows={rows}
          columns={[
            { name: 'sku', label: title, main: true, render: (row) => row.sku },
            {
              name: 'before',
              label: t('pricing.field.before'),
              numeric: true,
              render: (row) => money(row.before),
            },
            {
              name: 'after',
              label: t('pricing.field.after'),
              numeric: true,
              render: (row) => money(row.after),
            },
          ]}
        />
      )}
    </Sheet>
  );
}

const Sheet = styled('section')(({ theme }) => ({
  display: 'grid',
  gap: 8,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  borderTop: `1px solid ${theme.vars.palette.divider}`,
  paddingTop: 12,
  '&[data-old] table, &[data-old] dl': { opacity: 0.55 },
  '& p': { margin: 0 },
  '& dl': { margin: 0, display: 'grid', gap: 3 },
  '& dl > div': { display: 'flex', justifyContent: 'space-between', gap: 16 },
  '& dt': { color: theme.vars.palette.text.secondary },
  '& dd': { margin: 0, fontWeight: weight.medium, textAlign: 'right' },
}));

const Warning = styled('p')(({ theme }) => ({
  padding: '8px 12px',
  borderRadius: 4,
  color: theme.vars.palette.warn.text,
  backgroundColor: theme.vars.palette.warn.soft,
}));
