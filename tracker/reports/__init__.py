"""Reports: a frozen tree of content, drawn from the record, and its renderings as documents."""
