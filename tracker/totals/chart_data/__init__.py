"""Charts without their drawing: of each kind the typed data, the table and the sentence."""
