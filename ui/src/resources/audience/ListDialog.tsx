import { RecordDialog } from '~/components/form/RecordDialog.tsx';
import { TextInput } from '~/components/form/TextInput.tsx';
import { useT } from '~/i18n/useT.ts';
import type { ContactGroup } from './useAudience.ts';

export interface ListDialogProps {
  list?: ContactGroup;
  onSaved: (list: ContactGroup) => void;
  onClose: () => void;
}

/** A list is made, or renamed. */
export function ListDialog({ list, onSaved, onClose }: ListDialogProps) {
  const t = useT();
  return (
    <RecordDialog<{ name: string; description: string }, ContactGroup>
      title={list ? t('audience.edit_title', { name: list.name }) : t('audience.lists.new')}
      resource="contact-lists"
      {...(list && { record: list })}
      defaults={{ name: '', description: '' }}
      fromRecord={({ name, description }) => ({ name, description })}
      toApi={(values) => values}
      onSaved={onSaved}
      onClose={onClose}
    >
      <TextInput name="name" label={t('audience.field.group_name')} required autoFocus />
      <TextInput name="description" label={t('audience.field.description')} rows={2} />
    </RecordDialog>
  );
}
