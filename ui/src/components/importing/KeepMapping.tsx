import Button from '@mui/material/Button';
import { useState } from 'react';
import { request } from '~/api/request.ts';
import { useT } from '~/i18n/useT.ts';
import { FormDialog } from '../form/FormDialog.tsx';
import { TextInput } from '../form/TextInput.tsx';
import { useAct } from '../useAct.ts';
import { nameOf } from './columns.ts';
import type { ImportMapping, KnownMapping, Options } from './types.ts';

export interface KeepMappingProps {
  /** The known format that is chosen; undefined while columns are chosen by hand. */
  mapping: KnownMapping | undefined;
  disabled: boolean;
  asMapping: () => ImportMapping;
  options: Options;
  /** The columns a file is recognised by. */
  headers: string[];
  onKept: (name: string) => void;
  onForgotten: () => void;
}

/** Keeps the columns chosen by hand under a name, for the next file like this; or forgets what was kept. */
export function KeepMapping(props: KeepMappingProps) {
  const { mapping, disabled, asMapping, options, headers, onKept, onForgotten } = props;
  const t = useT();
  const [naming, setNaming] = useState(false);
  const { act, busy } = useAct<KnownMapping>();

  async function keep({ title }: { title: string }) {
    const body = { ...asMapping(), title, name: nameOf(title) || 'mapping', recognised_by: headers, options };
    const kept = await act({
      path: 'imports/mappings',
      body,
      done: t('importing.kept', { name: title }),
      refresh: ['import mappings'],
      answers: 'all',
    });
    setNaming(false);
    onKept(kept.name);
  }

  async function forget({ id, title, definition }: KnownMapping) {
    await act({
      method: 'DELETE',
      path: `imports/mappings/${id}`,
      done: t('importing.forgotten', { name: title }),
      undo: () => request('POST', 'imports/mappings', { body: definition }),
      refresh: ['import mappings'],
    });
    onForgotten();
  }

  if (mapping) {
    if (mapping.id === null) return null;
    return (
      <Button variant="text" disabled={busy} onClick={() => void forget(mapping).catch(() => undefined)}>
        {t('importing.forget', { name: mapping.title })}
      </Button>
    );
  }
  return (
    <>
      <Button disabled={disabled} onClick={() => setNaming(true)}>
        {t('importing.keep')}
      </Button>
      {naming && (
        <FormDialog<{ title: string }>
          title={t('importing.keep_title')}
          text={t('importing.keep_text')}
          verb={t('importing.keep_verb')}
          defaults={{ title: '' }}
          onSubmit={keep}
          onClose={() => setNaming(false)}
        >
          <TextInput name="title" label={t('importing.keep_name')} required autoFocus />
        </FormDialog>
      )}
    </>
  );
}
