import { styled } from '@mui/material/styles';
import { Link } from 'react-router';
import type { Shape } from '~/api/types.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { Panel } from '~/components/Panel.tsx';
import { StateChip } from '~/components/StateChip.tsx';
import { useT } from '~/i18n/useT.ts';

/** How a real line stands, besides its time and product: its order, and what was made of it. */
export function LineStanding({ line }: { line: Shape<'LineStanding'> }) {
  const t = useT();
  return (
    <Standing>
      <Panel title={t('reports.standing.title')}>
        <p>
          <Link to={`/orders/${line.order_id}`}>{line.order_number}</Link>
          <StateChip state={line.order_status} quiet />
          {line.looked_at && (
            <span>
              {t('reports.standing.looked_at')} <DateTime value={line.looked_at} />
            </span>
          )}
        </p>
        {line.standing.length === 0 ? (
          <p>{t('reports.standing.well')}</p>
        ) : (
          <ul>
            {line.standing.map((one) => (
              <li key={one}>{t(`reports.standing.${one}`)}</li>
            ))}
          </ul>
        )}
      </Panel>
    </Standing>
  );
}

const Standing = styled('div')(({ theme }) => ({
  marginBottom: 16,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '& p': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8, margin: 0 },
  '& p + p': { marginTop: 8 },
  '& ul': { margin: '8px 0 0', paddingLeft: 18 },
  '& a': { color: theme.vars.palette.primary.main, textDecoration: 'none' },
}));
