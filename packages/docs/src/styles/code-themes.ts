import { type ExpressiveCodePlugin, InlineStyleAnnotation } from '@astrojs/starlight/expressive-code';

/** The colours of code, in light and dark. Names are quiet, what a reader looks for has a colour. */

/** What has which colour. The rest is text. */
const scopes = {
  comment: ['comment', 'punctuation.definition.comment'],
  keyword: ['keyword', 'storage', 'support.type.primitive', 'keyword.operator.new'],
  string: ['string', 'punctuation.definition.string', 'string.unquoted'],
  constant: ['constant', 'support.constant'],
  name: ['support.type.property-name', 'meta.object-literal.key', 'variable.other.property'],
  function: ['entity.name.function', 'support.function', 'entity.name.type', 'entity.name.class'],
  text: ['keyword.operator', 'punctuation', 'meta.brace'],
} as const;

type Palette = Readonly<Record<keyof typeof scopes | 'background', string>>;

function themeOf(name: string, type: 'light' | 'dark', palette: Palette) {
  return {
    name,
    type,
    colors: { 'editor.background': palette.background, 'editor.foreground': palette.text },
    settings: [
      { settings: { foreground: palette.text } },
      ...Object.entries(scopes).map(([kind, scope]) => ({
        scope: [...scope],
        settings: { foreground: palette[kind as keyof typeof scopes] },
      })),
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
        renderData.blockAst.properties['data-pagefind-weight'] = '0.2';
      },
    },
  };
}
