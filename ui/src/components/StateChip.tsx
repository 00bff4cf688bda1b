import { styled } from '@mui/material/styles';
import { useT } from '~/i18n/useT.ts';
import { type Glyph, isKnownState, type StateTone, stateLook } from '~/states.ts';
import { weight } from '~/tokens.ts';

export interface StateChipProps {
  state: string;
  /** The word, where the state's own is not the one wanted. */
  label?: string;
  /** In tables normal states whisper: only moving, warning and failed ones are tinted. */
  quiet?: boolean;
}

/** A state in colour, shape and word together. */
export function StateChip({ state, label, quiet = false }: StateChipProps) {
  const t = useT();
  const { tone, glyph } = stateLook(state);
  const word = label ?? (isKnownState(state) ? t(`state.${state}`) : state.replaceAll('_', ' '));
  return (
    <Chip tone={tone} tinted={isTinted(tone, quiet)} data-quiet={quiet || undefined}>
      <StateGlyph glyph={glyph} />
      {word}
    </Chip>
  );
}

function isTinted(tone: StateTone, quiet: boolean): boolean {
  return tone === 'moving' || tone === 'warn' || tone === 'bad' || (!quiet && tone !== 'quiet');
}

const Chip = styled('span', { shouldForwardProp: (name) => name !== 'tone' && name !== 'tinted' })<{
  tone: StateTone;
  tinted: boolean;
}>(({ theme, tone, tinted }) => {
  const { palette } = theme.vars;
  const [color, soft] = {
    neutral: [palette.text.secondary, palette.neutralSoft],
    planned: [palette.text.secondary, palette.neutralSoft],
    moving: [palette.primary.main, palette.accentSoft],
    good: [palette.good.text, palette.good.soft],
    warn: [palette.warn.text, palette.warn.soft],
    bad: [palette.bad.text, palette.bad.soft],
    quiet: [palette.text.secondary, 'transparent'],
  }[tone];
  return {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 6,
    height: 22,
    padding: '0 7px',
    // Tinted or not, the glyphs of a column stand in one line, under the letters of its heading.
    '&[data-quiet]': { marginLeft: -7 },
    borderRadius: 4,
    color,
    backgroundColor: tinted ? soft : 'transparent',
    fontSize: '0.75rem',
    lineHeight: '17px',
    fontWeight: tinted ? weight.medium : weight.regular,
    whiteSpace: 'nowrap',
  };
});

const shapes: Record<Glyph, React.ReactNode> = {
  ring: <circle cx="6" cy="6" r="4" />,
  clock: (
    <>
      <circle cx="6" cy="6" r="4.5" />
      <path d="M6 3.6V6l1.6 1" />
    </>
  ),
  pause: <path d="M4.2 3v6M7.8 3v6" strokeWidth="1.9" />,
  arc: (
    <>
      <circle cx="6" cy="6" r="4" opacity="0.35" />
      <path d="M6 2a4 4 0 0 1 4 4" />
    </>
  ),
  dot: <circle cx="6" cy="6" r="2.6" fill="currentColor" stroke="none" />,
  check: <path d="m2.6 6.4 2.3 2.3 4.6-5" />,
  bang: <path d="M6 2.2v4.6M6 9.4v.2" strokeWidth="1.9" />,
  question: <path d="M4.2 4.4A1.9 1.9 0 1 1 6.6 6.3c-.4.2-.6.5-.6 1v.2M6 9.7v.1" />,
  cross: <path d="m3 3 6 6M9 3 3 9" />,
  dash: <path d="M3 6h6" />,
  box: <path d="M2 3h8v2H2zM2.8 5v4.4h6.4V5M5 7h2" />,
};

const Turning = styled('svg')({
  flex: 'none',
  '&[data-turning]': { animation: 'souk-turn 1.1s linear infinite' },
});

export function StateGlyph({ glyph }: { glyph: Glyph }) {
  return (
    <Turning
      width="12"
      height="12"
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      data-turning={glyph === 'arc' || undefined}
    >
      {shapes[glyph]}
    </Turning>
  );
}
