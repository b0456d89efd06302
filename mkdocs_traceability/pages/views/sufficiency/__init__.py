"""The durability of signals."""
