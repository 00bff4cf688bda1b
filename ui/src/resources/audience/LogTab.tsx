import type { Shape } from '~/api/types.ts';
import { actorWords } from '~/components/actorWords.ts';
import { DateTime } from '~/components/DateTime.tsx';
import { EmptyState } from '~/components/EmptyState.tsx';
import { ErrorState } from '~/components/ErrorState.tsx';
import { MoreButton } from '~/components/list/MoreButton.tsx';
import { useCursorRows } from '~/components/list/useCursorRows.ts';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { ReportTable } from '~/components/ReportTable.tsx';
import { MISSING } from '~/format.ts';
import { type Translate, useT } from '~/i18n/useT.ts';
import { changedWords } from './changedWords.ts';

type Entry = Shape<'AuditShape'>;

/** Who did what with a contact, a segment or a list, the newest first. */
export default function LogTab({ kind, id }: { kind: 'contact' | 'segment' | 'contact_list'; id: number }) {
  const t = useT();
  const query = { subject_kind: kind, subject_id: id };
  const { rows, error, isPending, refetch, more } = useCursorRows<Entry>('audit', query);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (isPending) return <PageWait />;
  if (rows.length === 0) {
    return (
      <Panel>
        <EmptyState title={t('audience.log.none')} />
      </Panel>
    );
  }
  return (
    <>
      <ReportTable
        label={t('audience.tab.log')}
        rows={rows}
        columns={[
          {
            name: 'action',
            label: t('audience.log.action'),
            main: true,
            render: ({ action }) => actionWords(action, t),
          },
          {
            name: 'changes',
            label: t('audience.log.changes'),
            render: (entry) => changedWords(entry, t) || MISSING,
          },
          { name: 'actor', label: t('audience.log.actor'), render: (entry) => actorWords(entry.actor, t) },
          {
            name: 'at',
            label: t('audience.log.at'),
            render: (entry) => <DateTime value={entry.at} relative />,
          },
        ]}
      />
      <MoreButton more={more} />
    </>
  );
}

function actionWords(action: string, t: Translate): string {
  const key = `audience.log.${action.replace('.', '_')}` as Parameters<Translate>[0];
  return t(key, { _: action.replace(/[._]/g, ' ') });
}
