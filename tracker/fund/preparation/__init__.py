"""What makes an entry lawful and whole: one draft, one desk, one preparation."""
