import { styled } from '@mui/material/styles';
import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { useFormat } from '~/session/useMe.ts';
import { size, weight } from '~/tokens.ts';

export interface FileDropProps {
  /** Endings, with their dots. */
  endings: string[];
  /** In words. */
  kinds: string;
  mostBytes?: number;
  file: File | null;
  /** On its way. */
  busy?: boolean;
  onFile: (file: File) => void;
}

/** A place to drop a file, and a button that chooses one; what cannot be read is refused here already. */
export function FileDrop({
  endings,
  kinds,
  mostBytes = Number.POSITIVE_INFINITY,
  file,
  busy = false,
  onFile,
}: FileDropProps) {
  const t = useT();
  const format = useFormat();
  const id = useId();
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  function take(chosen: File | undefined) {
    if (!chosen) return;
    const known = endings.some((ending) => chosen.name.toLowerCase().endsWith(ending));
    if (!known) return setRefusal(t('importing.wrong_kind', { kinds }));
    if (chosen.size > mostBytes)
      return setRefusal(t('importing.too_large', { most: format.bytes(mostBytes) }));
    setRefusal(null);
    onFile(chosen);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  }

  return (
    <div>
      <Place
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileUp size={22} strokeWidth={1.5} aria-hidden="true" />
        <span>
          <label htmlFor={id}>{file ? file.name : t(over ? 'importing.drop_over' : 'importing.drop')}</label>
          <small role={busy ? 'status' : undefined}>
            {busy
              ? t('importing.uploading')
              : file
                ? `${format.bytes(file.size)} · ${t('importing.another')}`
                : kinds}
          </small>
        </span>
        <input
          id={id}
          type="file"
          disabled={busy}
          accept={endings.join(',')}
          aria-describedby={`${id}-refusal`}
          onChange={(event) => take(event.target.files?.[0])}
        />
      </Place>
      <Refusal id={`${id}-refusal`} role="alert">
        {refusal}
      </Refusal>
    </div>
  );
}

const Place = styled('div')(({ theme }) => ({
  position: 'relative',
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 14,
  minHeight: 132,
  padding: 20,
  border: `1px dashed ${theme.vars.palette.outline}`,
  borderRadius: size.radius,
  backgroundColor: theme.vars.palette.background.paper,
  color: theme.vars.palette.text.secondary,
  fontSize: '0.8125rem',
  lineHeight: '19px',
  '&:hover, &[data-over]': {
    backgroundColor: theme.vars.palette.sunken,
    borderColor: theme.vars.palette.primary.main,
  },
  '&:focus-within': { outline: `2px solid ${theme.vars.palette.primary.main}`, outlineOffset: 2 },
  '& label': { fontWeight: weight.medium, color: theme.vars.palette.text.primary, overflowWrap: 'anywhere' },
  '& small': { display: 'block', fontSize: '0.75rem', lineHeight: '17px' },
  '& input': { position: 'absolute', inset: 0, opacity: 0, cursor: 'pointer', width: '100%' },
}));

const Refusal = styled('p')(({ theme }) => ({
  margin: '6px 0 0',
  fontSize: '0.75rem',
  lineHeight: '17px',
  color: theme.vars.palette.bad.text,
  '&:empty': { display: 'none' },
}));
