import { createTheme } from '@mui/material/styles';
import { controls } from './theme/controls.ts';
import { grid } from './theme/grid.ts';
import { overlays } from './theme/overlays.ts';
import { page } from './theme/page.ts';
import { palette } from './theme/palette.ts';
import { typography } from './theme/typography.ts';
import { dark, light, motion, size } from './tokens.ts';

/**
 * Both appearances in one theme, as custom properties: changing between them repaints, and renders nothing.
 * `appearance.ts` sets the attribute that chooses.
 */
export const theme = createTheme({
  cssVariables: { cssVarPrefix: 'souk', colorSchemeSelector: 'data-appearance', nativeColor: false },
  colorSchemes: { light: { palette: palette(light) }, dark: { palette: palette(dark) } },
  defaultColorScheme: 'light',
  spacing: size.step,
  shape: { borderRadius: size.radius },
  typography,
  transitions: {
    duration: {
      shortest: motion.quick,
      shorter: motion.quick,
      short: motion.settle,
      standard: motion.settle,
      complex: motion.settle,
      enteringScreen: motion.settle,
      leavingScreen: motion.quick,
    },
  },
  components: { ...page, ...controls, ...overlays, ...grid },
});
