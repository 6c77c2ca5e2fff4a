import { Button, createTheme, Input, type MantineColorsTuple, Modal, type VariantColorsResolver } from '@mantine/core';

/** One colour, whatever the shade: light and dark are told apart by the tokens themselves. */
const all = (value: string): MantineColorsTuple => [
  value,
  value,
  value,
  value,
  value,
  value,
  value,
  value,
  value,
  value,
];

/** Buttons take their colours from the tokens, so that contrast is decided in one file. */
const variantColors: VariantColorsResolver = ({ variant, color }) => {
  const bad = color === 'bad';
  if (variant === 'filled')
    return {
      background: bad ? 'var(--bad)' : 'var(--velvet)',
      hover: bad ? 'var(--bad)' : 'var(--velvet-deep)',
      color: bad ? 'var(--card)' : 'var(--on-velvet)',
      border: '1px solid transparent',
    };
  if (variant === 'default')
    return {
      background: 'var(--card)',
      hover: 'var(--velvet-tint)',
      color: 'var(--ink)',
      border: '1px solid var(--edge)',
    };
  return {
    background: 'transparent',
    hover: 'var(--velvet-tint)',
    color: bad ? 'var(--bad)' : 'var(--velvet)',
    border: '1px solid transparent',
  };
};

export const theme = createTheme({
  colors: { velvet: all('var(--velvet)'), bad: all('var(--bad)') },
  primaryColor: 'velvet',
  variantColorResolver: variantColors,
  fontFamily: 'var(--text)',
  headings: { fontFamily: 'var(--display)' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // nearly everything is needed: what is not says so itself
    InputWrapper: Input.Wrapper.extend({ defaultProps: { withAsterisk: false } }),
    Button: Button.extend({ defaultProps: { size: 'md', radius: 'var(--radius-small)' } }),
    // locking the page's scroll writes a style element, which the page's policy refuses
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        radius: 'var(--radius)',
        // a header of a dialog is no banner of the page
        attributes: { header: { role: 'none' } },
        overlayProps: { backgroundOpacity: 0.6 },
      },
    }),
  },
});
