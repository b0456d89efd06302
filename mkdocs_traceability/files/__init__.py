"""Files and programs of the machine, met with care: this part knows nothing of traceability."""
