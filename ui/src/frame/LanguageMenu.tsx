import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import { useLocaleState, useLocales } from 'ra-core';
import { MenuButton } from '~/components/MenuButton.tsx';
import { useT } from '~/i18n/useT.ts';

export function LanguageMenu() {
  const t = useT();
  const [locale, setLocale] = useLocaleState();
  const languages = useLocales();
  return (
    <MenuButton
      button={(props) => (
        <Button {...props} variant="text" aria-label={`${t('frame.language')}: ${locale}`} sx={{ px: 2 }}>
          {locale.toUpperCase()}
        </Button>
      )}
    >
      {(close) =>
        languages.map((language) => (
          <MenuItem
            key={language.locale}
            lang={language.locale}
            selected={language.locale === locale}
            onClick={() => {
              close();
              setLocale(language.locale);
            }}
          >
            {language.name}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
