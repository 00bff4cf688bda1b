import Button from '@mui/material/Button';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { asProblem } from '~/api/problem.ts';
import { saveFile } from '~/api/saveFile.ts';
import { problemWords } from '~/components/problemWords.ts';
import { toast } from '~/components/toasts.ts';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { dayIn } from '~/zone.ts';
import { csvOf, ROWS_MOST, readRows } from './rowsFile.ts';

export interface ExportRowsButtonProps {
  /** What the file is called. */
  name: string;
  /** Of the list itself, below /api/v1. */
  path: string;
  query: object;
}

/** Exports what the filters leave of a list that the service makes no file of. */
export function ExportRowsButton({ name, path, query }: ExportRowsButtonProps) {
  const t = useT();
  const format = useFormat();
  const [busy, setBusy] = useState(false);

  async function save() {
    setBusy(true);
    try {
      const rows = await readRows(path, query, (total) =>
        toast(t('list.export_too_many', { total: format.integer(total), most: format.integer(ROWS_MOST) }), {
          tone: 'bad',
        }),
      );
      if (rows) saveFile(`${name}-${dayIn(format.timeZone)}.csv`, csvOf(rows), 'text/csv;charset=utf-8');
    } catch (thrown) {
      toast(problemWords(asProblem(thrown), t), { tone: 'bad' });
    }
    setBusy(false);
  }

  return (
    <Button
      variant="text"
      disabled={busy}
      startIcon={<Download size={16} strokeWidth={1.7} />}
      onClick={() => void save()}
    >
      {t('action.export')}
    </Button>
  );
}
