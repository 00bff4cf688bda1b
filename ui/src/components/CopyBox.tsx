import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { useT } from '~/i18n/useT.ts';
import { size } from '~/tokens.ts';

/** A text to be taken along: selected by a click on it, copied by the button. */
export function CopyBox({ label, text }: { label: string; text: string }) {
  const box = useRef<HTMLTextAreaElement>(null);
  return (
    <Line>
      <textarea
        ref={box}
        readOnly
        rows={text.includes('\n') ? text.split('\n').length : 2}
        aria-label={label}
        value={text}
        onFocus={(event) => event.target.select()}
      />
      <CopyButton text={text} onRefused={() => box.current?.select()} />
    </Line>
  );
}

export interface CopyButtonProps {
  text: string;
  /** Browsers forbid copying on plain addresses: what is selected can be copied by hand. */
  onRefused?: () => void;
}

export function CopyButton({ text, onRefused }: CopyButtonProps) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const Icon = copied ? Check : Copy;
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      onRefused?.();
    }
  }
  return (
    <Button startIcon={<Icon size={15} strokeWidth={1.8} />} onClick={() => void copy()}>
      <span aria-live="polite">{t(copied ? 'action.copied' : 'action.copy')}</span>
    </Button>
  );
}

const Line = styled('div')(({ theme }) => ({
  display: 'flex',
  flexWrap: 'wrap',
  gap: 8,
  alignItems: 'flex-start',
  '& textarea': {
    flex: '1 1 260px',
    minWidth: 0,
    padding: '8px 10px',
    border: `1px solid ${theme.vars.palette.divider}`,
    borderRadius: size.radius,
    backgroundColor: theme.vars.palette.sunken,
    color: 'inherit',
    font: 'inherit',
    fontSize: '0.8125rem',
    lineHeight: '19px',
    wordBreak: 'break-all',
    resize: 'none',
  },
}));
