import { codeThemes, lightCode } from './src/styles/code-themes.ts';

/** How code looks. @type {import('@astrojs/starlight/expressive-code').StarlightExpressiveCodeOptions} */
export default {
  plugins: [lightCode()],
  themes: codeThemes,
  defaultProps: { wrap: true, overridesByLang: { sh: { frame: 'none' } } },
  styleOverrides: {
    codeFontSize: '0.8125rem',
    codeLineHeight: '1.6',
    borderRadius: '0.5rem',
    borderColor: 'var(--sl-color-hairline)',
    frames: {
      editorActiveTabIndicatorTopColor: 'transparent',
      editorActiveTabIndicatorBottomColor: 'transparent',
      editorTabBarBackground: 'var(--site-panel-head)',
      editorActiveTabBackground: 'var(--site-panel-head)',
      terminalTitlebarBackground: 'var(--site-panel-head)',
      frameBoxShadowCssValue: 'none',
      inlineButtonBorderOpacity: '0',
    },
  },
};
