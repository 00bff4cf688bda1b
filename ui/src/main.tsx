import './fonts.css';
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { App } from './App.tsx';
import { firstLanguage, loadEntrance, makeI18n } from './i18n/language.ts';
import { theme } from './theme.ts';

// The content security policy allows only styles that carry the nonce of this page.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
const styles = createCache({ key: 'souk', prepend: true, ...(nonce && { nonce }) });

const language = firstLanguage();
await loadEntrance(language);
const i18n = makeI18n(language);
const router = createBrowserRouter([{ path: '*', element: <App i18n={i18n} /> }]);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <CacheProvider value={styles}>
      <ThemeProvider
        theme={theme}
        defaultMode="system"
        modeStorageKey="souk.appearance"
        noSsr
        disableTransitionOnChange
      >
        <CssBaseline />
        <RouterProvider router={router} />
      </ThemeProvider>
    </CacheProvider>
  </StrictMode>,
);
