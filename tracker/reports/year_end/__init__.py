"""Year-end tables: what was pledged, received and spent, by the codes of the UN Data Standards."""
