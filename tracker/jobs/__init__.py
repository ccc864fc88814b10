"""Work in the background: a queue in the database, and a process of its own for each job."""
