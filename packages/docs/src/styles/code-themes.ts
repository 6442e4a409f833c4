import { type ExpressiveCodePlugin, InlineStyleAnnotation } from '@astrojs/starlight/expressive-code';

/** The colours of code, in light and dark. Names are quiet, what a reader looks for has a colour. */

interface Palette {
  readonly background: string;
  readonly text: string;
  readonly comment: string;
  readonly keyword: string;
  readonly string: string;
  readonly constant: string;
  readonly name: string;
  readonly function: string;
}

function themeOf(name: string, type: 'light' | 'dark', palette: Palette) {
  return {
    name,
    type,
    colors: { 'editor.background': palette.background, 'editor.foreground': palette.text },
    settings: [
      { settings: { foreground: palette.text } },
      { scope: ['comment', 'punctuation.definition.comment'], settings: { foreground: palette.comment } },
      {
        scope: ['keyword', 'storage', 'support.type.primitive', 'keyword.operator.new'],
        settings: { foreground: palette.keyword },
      },
      {
        scope: ['string', 'punctuation.definition.string', 'string.unquoted'],
        settings: { foreground: palette.string },
      },
      { scope: ['constant', 'support.constant'], settings: { foreground: palette.constant } },
      {
        scope: ['support.type.property-name', 'meta.object-literal.key', 'variable.other.property'],
        settings: { foreground: palette.name },
      },
      {
        scope: ['entity.name.function', 'support.function', 'entity.name.type', 'entity.name.class'],
        settings: { foreground: palette.function },
      },
      {
        scope: ['keyword.operator', 'punctuation', 'meta.brace'],
        settings: { foreground: palette.text },
      },
    ],
  };
}

export const codeThemes = [
  themeOf('legacy-dark', 'dark', {
    background: '#0d1220',
    text: '#c6cede',
    comment: '#8390aa',
    keyword: '#a9b8ff',
    string: '#7fd8c0',
    constant: '#f0b98a',
    name: '#dbe2f1',
    function: '#8ec5ff',
  }),
  themeOf('legacy-light', 'light', {
    background: '#f7f9fc',
    text: '#3c4762',
    comment: '#5f6b85',
    keyword: '#3f4ec4',
    string: '#0b6a5b',
    constant: '#9a4a12',
    name: '#1b2440',
    function: '#1f5fbf',
  }),
];

/** Leaves words in the colour of plain text without an element, as a page has thousands. Search finds prose before code. */
export function lightCode(): ExpressiveCodePlugin {
  const texts = codeThemes.map(({ colors }) => colors['editor.foreground']);
  return {
    name: 'light-code',
    hooks: {
      postprocessAnnotations({ codeBlock }) {
        for (const line of codeBlock.getLines()) {
          for (const annotation of line.getAnnotations()) {
            if (!(annotation instanceof InlineStyleAnnotation)) continue;
            if (texts.includes(annotation.color?.toLowerCase() ?? '')) line.deleteAnnotation(annotation);
          }
        }
      },
      postprocessRenderedBlock({ renderData }) {
        renderData.blockAst.properties['data-pagefind-weight'] = '0.1';
      },
    },
  };
}
