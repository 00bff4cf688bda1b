import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { download } from '~/api/download.ts';
import { asProblem } from '~/api/problem.ts';
import type { Query } from '~/api/request.ts';
import { useT } from '~/i18n/useT.ts';
import { MenuButton } from './MenuButton.tsx';
import { problemWords } from './problemWords.ts';
import { toast } from './toasts.ts';

export type ExportFormat = 'csv' | 'xlsx';

export interface ExportButtonProps {
  /** Below /api/v1; takes `format` and the query. */
  path: string;
  query: Query;
  formats?: ExportFormat[];
  /** In place of "Export". */
  label?: string;
}

/** Exports what the filters leave. */
export function ExportButton({ path, query, formats = ['csv', 'xlsx'], label }: ExportButtonProps) {
  const t = useT();
  const [busy, setBusy] = useState(false);

  async function save(format: ExportFormat) {
    setBusy(true);
    try {
      await download(path, { ...query, format });
    } catch (thrown) {
      toast(problemWords(asProblem(thrown), t), { tone: 'bad' });
    }
    setBusy(false);
  }

  return (
    <MenuButton
      button={(props) => (
        <Button
          {...props}
          variant="text"
          disabled={busy}
          startIcon={<Download size={16} strokeWidth={1.7} />}
        >
          {label ?? t('action.export')}
        </Button>
      )}
    >
      {(close) =>
        formats.map((format) => (
          <MenuItem
            key={format}
            onClick={() => {
              close();
              void save(format);
            }}
          >
            {t(`list.export_${format}`)}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
