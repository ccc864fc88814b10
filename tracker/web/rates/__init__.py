"""The pages of operational exchange rates: the list, a currency's history, the form."""
