/** Every colour, size and duration of the console. The theme is made from these and from nothing else. */

export interface Tone {
  text: string;
  soft: string;
}

export interface Palette {
  canvas: string;
  surface: string;
  sunken: string;
  border: string;
  /** Outline of a control: 3:1 against every surface, so that an empty field can be found. */
  outline: string;
  text: string;
  second: string;
  third: string;
  accent: string;
  accentHover: string;
  accentSoft: string;
  fill: string;
  fillHover: string;
  onFill: string;
  /** What lies under a pointer, and what is chosen, without claiming the accent. */
  hover: string;
  chosen: string;
  neutralSoft: string;
  track: string;
  good: Tone;
  warn: Tone;
  bad: Tone;
  /** Order matters: neighbours in a stack must differ in lightness too. */
  series: readonly [string, string, string, string, string];
  /** Lines that are there for comparison only. */
  quietLine: string;
  scrim: string;
  shadow: string;
}

export const light: Palette = {
  canvas: '#F4F4F2',
  surface: '#FFFFFF',
  sunken: '#F9F9F7',
  border: '#E2E1DD',
  outline: '#8A8982',
  text: '#1A1A1E',
  second: '#53535B',
  third: '#686870',
  accent: '#3A45C9',
  accentHover: '#2D37A6',
  accentSoft: '#ECEDFC',
  fill: '#3A45C9',
  fillHover: '#2D37A6',
  onFill: '#FFFFFF',
  hover: '#EDECE8',
  chosen: '#E4E3DF',
  neutralSoft: '#EDECE8',
  track: '#E2E1DD',
  good: { text: '#0E6637', soft: '#E1F3E8' },
  warn: { text: '#824600', soft: '#FCEFD6' },
  bad: { text: '#AE231C', soft: '#FBE7E5' },
  series: ['#3A45C9', '#B86E00', '#0C8583', '#B4307F', '#77767F'],
  quietLine: '#8A8982',
  scrim: 'rgba(26, 26, 30, 0.48)',
  shadow: '0 1px 2px rgba(26, 26, 30, 0.06), 0 8px 24px rgba(26, 26, 30, 0.12)',
};

export const dark: Palette = {
  canvas: '#121215',
  surface: '#1A1A1E',
  sunken: '#212126',
  border: '#313138',
  outline: '#7A7A85',
  text: '#EDEDF0',
  second: '#ADADB7',
  third: '#9494A0',
  accent: '#A5ADFF',
  accentHover: '#C2C7FF',
  accentSoft: '#272B52',
  fill: '#4F5AE0',
  fillHover: '#5F69E6',
  onFill: '#FFFFFF',
  hover: '#25252B',
  chosen: '#2B2B32',
  neutralSoft: '#2B2B32',
  track: '#34343B',
  good: { text: '#74D8A0', soft: '#14301F' },
  warn: { text: '#F3B95F', soft: '#37270C' },
  bad: { text: '#FF968C', soft: '#431B19' },
  series: ['#8C96FF', '#E9A23B', '#3FC0BB', '#EE7CC0', '#9A99A5'],
  quietLine: '#7A7A85',
  scrim: 'rgba(0, 0, 0, 0.6)',
  shadow: '0 1px 2px rgba(0, 0, 0, 0.4), 0 8px 24px rgba(0, 0, 0, 0.5)',
};

export const fontFamily = '"IBM Plex Sans Variable", system-ui, sans-serif';

export const weight = { regular: 400, medium: 550, strong: 620 } as const;

/** Sizes in pixels: [font size, line height]. */
export const type = {
  page: [22, 28],
  section: [16, 22],
  body: [14, 20],
  table: [13, 19],
  caption: [12, 17],
} as const;

/** Pixels. */
export const size = {
  step: 4,
  control: 32,
  touch: 44,
  radius: 6,
  dialogRadius: 10,
  rail: 232,
  railCollapsed: 56,
  topBar: 54,
  page: 1480,
} as const;

/** Milliseconds; zero for those who asked for less motion. */
export const motion = { quick: 100, settle: 140 } as const;
