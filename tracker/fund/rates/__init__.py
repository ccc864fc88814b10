"""Exchange rates: recording them, and the rate that holds on a day."""
