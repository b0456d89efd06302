"""The clients with which the platform talks to companies that it pays."""
