"""Pictures of charts for paper: the shapes of chart data drawn by matplotlib, as SVG and PNG."""
