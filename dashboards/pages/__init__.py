"""The pages as data: of each its tiles, charts and blocks, in the order of questions."""
