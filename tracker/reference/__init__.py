"""Facts from outside: States, regions, instruments, currencies, code lists, adherence."""
