import { useGetOne } from 'ra-core';
import { useController, useFormContext } from 'react-hook-form';
import { useNavigate, useParams } from 'react-router';
import { ErrorState } from '~/components/ErrorState.tsx';
import { useFieldWords } from '~/components/form/labels.ts';
import { RecordForm } from '~/components/form/RecordForm.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { Page } from '~/components/Page.tsx';
import { PageWait } from '~/components/PageWait.tsx';
import { Panel } from '~/components/Panel.tsx';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import type { Segment } from '../useAudience.ts';
import { asGroup, countNodes, type Group, isComplete, NODES_MOST, plain } from './conditions.ts';
import { definitionSentence } from './conditionWords.ts';
import { GroupEditor } from './GroupEditor.tsx';
import { SegmentLayout } from './SegmentLayout.tsx';
import { SegmentPreview } from './SegmentPreview.tsx';

interface Values {
  name: string;
  description: string;
  group: Group;
}

/** A new segment, or one that is changed: conditions on the left, who they hold for on the right. */
export default function SegmentEditor() {
  const { id } = useParams();
  const {
    data: segment,
    error,
    refetch,
  } = useGetOne<Segment>('segments', { id: Number(id) }, { enabled: id !== undefined });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (id !== undefined && !segment) return <PageWait />;
  return <Editor segment={segment} />;
}

function Editor({ segment }: { segment: Segment | undefined }) {
  const t = useT();
  const navigate = useNavigate();
  const up = { label: t('frame.nav.segments'), to: '/segments' };
  const own = segment && { label: segment.name, to: `/segments/${segment.id}` };
  return (
    <Page
      title={segment ? t('audience.edit_title', { name: segment.name }) : t('audience.segments.new')}
      crumbs={own ? [up, own] : [up]}
    >
      <RecordForm<Values, Segment>
        wide
        resource="segments"
        {...(segment && { record: segment })}
        defaults={{ name: '', description: '', group: { op: 'all', of: [] } }}
        fromRecord={({ name, description, definition }) => ({
          name,
          description,
          group: asGroup(definition),
        })}
        toApi={({ group, ...values }) => ({ ...values, definition: plain(group) })}
        onCancel={() => navigate(own?.to ?? up.to)}
        onSaved={({ id }) => {
          toast(t('form.saved'));
          navigate(`/segments/${id}`);
        }}
      >
        <Fields />
      </RecordForm>
    </Page>
  );
}

function Fields() {
  const t = useT();
  const format = useFormat();
  const { control, formState } = useFormContext<Values>();
  const { field, fieldState } = useController({
    name: 'group',
    control,
    rules: {
      validate: (group) => {
        if (countNodes(group) > NODES_MOST) return t('audience.builder.too_many', { most: NODES_MOST });
        return isComplete(plain(group)) || t('audience.builder.incomplete');
      },
    },
  });
  useFieldWords('group', t('audience.builder.title'), (value) =>
    definitionSentence(plain(value as Group), { t, format }),
  );
  const group = field.value;
  return (
    <SegmentLayout
      main={
        <Panel title={t('audience.builder.title')}>
          <div style={{ display: 'grid', gap: 16 }}>
            <GroupEditor
              group={group}
              strict={formState.isSubmitted}
              onChange={(next) => field.onChange(next)}
            />
            {fieldState.error && (
              <p
                role="alert"
                style={{ margin: 0, color: 'var(--souk-palette-bad-text)', fontSize: '0.8125rem' }}
              >
                {fieldState.error.message}
              </p>
            )}
          </div>
        </Panel>
      }
      side={
        <>
          <Panel>
            <div style={{ display: 'grid', gap: 16 }}>
              <TextInput name="name" label={t('audience.field.group_name')} required />
              <TextInput name="description" label={t('audience.field.description')} rows={2} />
            </div>
          </Panel>
          <SegmentPreview definition={plain(group)} />
        </>
      }
    />
  );
}
