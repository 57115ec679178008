"""The look: design tokens, fonts, icons, palette and the one style sheet."""
