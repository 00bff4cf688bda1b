import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { EmptyState } from '~/components/EmptyState.tsx';
import { Panel } from '~/components/Panel.tsx';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { Rows } from './Rows.tsx';

type AttentionKind = Shape<'AttentionKind'>;

const opens: Record<AttentionKind, string> = {
  failed_jobs: '/jobs?state=failed',
  events_set_aside: '/jobs?tab=events',
  unresolved_orders: '/orders?unresolved=true',
};

/** What a person should look at, the worst first; each line leads to where it is mended. */
export function Attention({ items }: { items: Shape<'Attention'>[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <Panel title={t('home.attention')} flush>
      {items.length === 0 && <EmptyState small title={t('home.all_well')} text={t('home.all_well_text')} />}
      <Rows>
        {items.map(({ kind, tone, count }) => (
          <li key={kind}>
            <Line>
              <Dot data-tone={tone} aria-hidden="true" />
              <span>
                <b>{t(`home.${kind}`, { smart_count: count, count: format.integer(count) })}</b>
                <small>{t(`home.${kind}_text`)}</small>
              </span>
              <Link to={opens[kind]} data-act>
                {t(`home.${kind}_act`)}
              </Link>
            </Line>
          </li>
        ))}
      </Rows>
    </Panel>
  );
}

const Line = styled('div')({
  '&&': { flexWrap: 'nowrap' },
  '& > span:nth-of-type(2)': { flex: 1, minWidth: 0 },
  '& > a': { flex: 'none' },
});

const Dot = styled('span')(({ theme }) => ({
  flex: 'none',
  width: 7,
  height: 7,
  marginRight: -4,
  borderRadius: '50%',
  backgroundColor: theme.vars.palette.warn.text,
  '&[data-tone="bad"]': { backgroundColor: theme.vars.palette.bad.text },
}));
