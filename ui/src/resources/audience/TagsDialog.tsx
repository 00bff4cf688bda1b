import { FormDialog } from '~/components/form/FormDialog.tsx';
import { useAct } from '~/components/useAct.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { useTags } from './useAudience.ts';
import type { AskedOf } from './useContactActs.tsx';
import { WordsInput } from './WordsInput.tsx';

/** Tags put on and taken off, of one contact or of many. */
export function TagsDialog({ who, count, onDone, onClose }: AskedOf) {
  const t = useT();
  const format = useFormat();
  const known = useTags().map(({ tag }) => tag);
  const { act } = useAct();
  return (
    <FormDialog<{ add: string[]; remove: string[] }>
      title={t('audience.tags.title', { smart_count: count, _: format.integer(count) })}
      text={t('audience.tags.text')}
      verb={t('audience.tags.verb')}
      size="sm"
      defaults={{ add: [], remove: [] }}
      onClose={onClose}
      onSubmit={async ({ add, remove }) => {
        if (add.length + remove.length > 0) {
          await act({
            path: 'audience/contacts/tags',
            body: { who, add, remove },
            done: t('audience.tags.done'),
            refresh: ['contacts'],
            answers: 'all',
          });
        }
        onDone();
      }}
    >
      <WordsInput name="add" label={t('audience.tags.add')} known={known} />
      <WordsInput name="remove" label={t('audience.tags.remove')} known={known} />
    </FormDialog>
  );
}
