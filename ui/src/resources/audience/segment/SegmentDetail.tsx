import { Pencil, Trash2 } from 'lucide-react';
import { useGetOne } from 'ra-core';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '~/components/ConfirmDialog.tsx';
import { DateTime } from '~/components/DateTime.tsx';
import { type DetailAction, DetailPage } from '~/components/DetailPage.tsx';
import { Panel } from '~/components/Panel.tsx';
import { RecordPage } from '~/components/RecordPage.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useCan, useFormat } from '~/session/useMe.ts';
import LogTab from '../LogTab.tsx';
import { MembersTab } from '../MembersTab.tsx';
import { type Segment, useContactLists, useSegmentSizes } from '../useAudience.ts';
import { definitionSentence } from './conditionWords.ts';

/** One segment: what it means, and whom it holds now. */
export default function SegmentDetail() {
  const t = useT();
  const { id = '' } = useParams();
  const found = useGetOne<Segment>('segments', { id: Number(id) });
  return (
    <RecordPage found={found} list={{ label: t('frame.nav.segments'), to: '/segments' }}>
      {(segment) => <Loaded segment={segment} />}
    </RecordPage>
  );
}

function Loaded({ segment }: { segment: Segment }) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const may = { edit: useCan('audience.edit'), delete: useCan('audience.delete'), log: useCan('audit.read') };
  const [deleting, setDeleting] = useState(false);
  const { act, busy } = useAct();
  const lists = new Map(useContactLists().map(({ id, name }) => [id, name]));
  const size = useSegmentSizes([segment.id]).get(segment.id);
  const inside = `/contacts?segment_id=${segment.id}`;
  const actions: (DetailAction | false)[] = [
    may.edit && {
      name: 'edit',
      label: t('action.edit'),
      icon: Pencil,
      onAct: () => navigate(`/segments/${segment.id}/edit`),
    },
    may.delete && {
      name: 'delete',
      label: t('action.delete'),
      icon: Trash2,
      more: true,
      danger: true,
      onAct: () => setDeleting(true),
    },
  ];
  return (
    <>
      <DetailPage
        title={segment.name}
        note={segment.description}
        crumbs={[{ label: t('frame.nav.segments'), to: '/segments' }]}
        actions={actions.filter((action) => action !== false)}
        progress={
          <Panel title={t('audience.builder.title')}>
            <p style={{ margin: 0, fontSize: '0.875rem', lineHeight: '20px', overflowWrap: 'anywhere' }}>
              {definitionSentence(segment.definition, { t, format, lists })}
            </p>
          </Panel>
        }
        figures={[
          { label: t('frame.nav.contacts'), value: format.integer(size?.contacts), to: inside },
          {
            label: t('audience.preview.textable'),
            value: format.integer(size?.with_consent),
            to: `${inside}&sms_consent=granted&has_phone=true`,
          },
          { label: t('audience.field.changed'), value: <DateTime value={segment.updated_at} relative /> },
        ]}
        tabs={[
          {
            name: 'members',
            label: t('audience.tab.members'),
            content: <MembersTab always={{ segment_id: segment.id }} />,
          },
          ...(may.log
            ? [
                {
                  name: 'log',
                  label: t('audience.tab.log'),
                  content: <LogTab kind="segment" id={segment.id} />,
                },
              ]
            : []),
        ]}
      />
      {deleting && (
        <ConfirmDialog
          title={t('audience.segments.delete_title', { name: segment.name })}
          text={t('audience.segments.delete_text')}
          facts={[{ label: t('frame.nav.contacts'), value: format.integer(size?.contacts) }]}
          verb={t('audience.segments.delete_verb')}
          danger
          busy={busy}
          onClose={() => setDeleting(false)}
          onConfirm={() =>
            void act({
              method: 'DELETE',
              path: `audience/segments/${segment.id}`,
              done: t('audience.segments.deleted'),
              refresh: [],
            }).then(
              () => navigate('/segments'),
              () => undefined,
            )
          }
        />
      )}
    </>
  );
}
