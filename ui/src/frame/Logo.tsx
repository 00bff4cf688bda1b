import { useTheme } from '@mui/material/styles';

/** An arch of the market. */
export function Logo({ size = 22 }: { size?: number }) {
  const { vars } = useTheme();
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" fill="none" aria-hidden="true">
      <path d="M5 21v-10a6 6 0 0 1 12 0v10" stroke={vars.palette.primary.main} strokeWidth="4.4" />
    </svg>
  );
}
