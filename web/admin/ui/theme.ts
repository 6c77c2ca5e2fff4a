import { Button, createTheme, Input, type MantineColorsTuple, Modal, type VariantColorsResolver } from '@mantine/core';

/** One colour for every shade: the tokens themselves switch between light and dark. */
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
    // nearly every field is required, so optional ones are marked instead
    InputWrapper: Input.Wrapper.extend({ defaultProps: { withAsterisk: false } }),
    Button: Button.extend({ defaultProps: { size: 'md', radius: 'var(--radius-small)' } }),
    // scroll locking injects a style element, which the page's CSP refuses
    Modal: Modal.extend({
      defaultProps: {
        lockScroll: false,
        centered: true,
        radius: 'var(--radius)',
        // a dialog's header must not be a banner landmark
        attributes: { header: { role: 'none' } },
        overlayProps: { backgroundOpacity: 0.6 },
      },
    }),
  },
});
