"""The view: from the ledger to totals, figures and pages."""
