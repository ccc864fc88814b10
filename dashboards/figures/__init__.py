"""Figures: plain values in, a plain dictionary in Plotly's schema out.

Colours are names of the style sheet, `var(--tip)`, which the page's script resolves, so a
figure is the same in light and in dark. Amounts are US cents until the last step.
"""
