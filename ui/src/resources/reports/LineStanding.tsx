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
    <div style={{ marginBottom: 16 }}>
      <Panel title={t('reports.standing.title')}>
        <p style={{ margin: 0 }}>
          <Link to={`/orders/${line.order_id}`}>{line.order_number}</Link>{' '}
          <StateChip state={line.order_status} quiet />{' '}
          {line.looked_at && (
            <>
              {t('reports.standing.looked_at')} <DateTime value={line.looked_at} />
            </>
          )}
        </p>
        {line.standing.length === 0 ? (
          <p style={{ margin: '8px 0 0' }}>{t('reports.standing.well')}</p>
        ) : (
          <ul style={{ margin: '8px 0 0', paddingLeft: 18 }}>
            {line.standing.map((one) => (
              <li key={one}>{t(`reports.standing.${one}`)}</li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}
