"""The parts that pages and API share: context, permission, errors, formats, navigation."""
